package org.ringfence.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.TypedQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.tenant.TenantId;

/**
 * What the repositories share. The persistence context is empty between two calls: reads detach
 * what they found, writes are flushed at once. So SQL updates never meet a stale copy, and a
 * refused row is refused in the call that stored it.
 */
abstract class JpaRepository {
  @PersistenceContext(unitName = "ringfence")
  EntityManager entities;

  <R> List<R> read(TypedQuery<R> query) {
    List<R> rows = query.getResultList();
    entities.clear();
    return rows;
  }

  <R> Optional<R> readOne(TypedQuery<R> query) {
    List<R> rows = read(query);
    if (rows.size() > 1) {
      throw new IllegalStateException("more than one row where the schema allows one");
    }
    return rows.stream().findFirst();
  }

  void insert(Object row) {
    entities.persist(row);
    flush();
  }

  void flush() {
    entities.flush();
    entities.clear();
  }

  /**
   * Rows of SQL, by JDBC itself: Hibernate takes a native statement apart, and asks for the names
   * and types of its columns, each time anew.
   */
  List<Object[]> rows(String sql, @Nullable Object... parameters) {
    return session()
        .doReturningWork(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                set(statement, parameters);
                try (ResultSet found = statement.executeQuery()) {
                  int columns = found.getMetaData().getColumnCount();
                  List<Object[]> rows = new ArrayList<>();
                  while (found.next()) {
                    Object[] row = new Object[columns];
                    for (int i = 0; i < columns; i++) {
                      row[i] = found.getObject(i + 1);
                    }
                    rows.add(row);
                  }
                  return rows;
                }
              }
            });
  }

  int change(String sql, @Nullable Object... parameters) {
    return session()
        .doReturningWork(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                set(statement, parameters);
                return statement.executeUpdate();
              }
            });
  }

  int write(ManyRows statement, List<List<@Nullable Object>> rows) {
    return session().doReturningWork(connection -> statement.values(connection, rows));
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }

  private static void set(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /** {@code IN (?, ?)}. */
  static String places(int count) {
    return " IN (?" + ", ?".repeat(count - 1) + ")";
  }

  static void requireOwn(TenantId tenantId, TenantId owner, String what) {
    if (!owner.equals(tenantId)) {
      throw new IllegalArgumentException(what + " is not of tenant " + tenantId);
    }
  }

  /** Cuts text to what its column holds: a long reason must not be one more failure. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }

  /** Whether a write failed because another row has the value of this unique key. */
  static boolean isDuplicateOf(String uniqueKey, PersistenceException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // MariaDB: Duplicate entry 'acme' for key 'tenant_slug'; MySQL: for key 'tenant.tenant_slug'.
      if (cause instanceof SQLException sql
          && sql.getErrorCode() == 1062
          && String.valueOf(sql.getMessage())
              .toLowerCase(Locale.ROOT)
              .matches("(?s).* for key '([a-z_]+\\.)?" + uniqueKey + "'.*")) {
        return true;
      }
    }
    return false;
  }
}
