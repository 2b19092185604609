package org.ringfence.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement for many rows, because a statement for each would be most of what a busy dialer
 * does.
 *
 * @param head what stands before the rows
 * @param tail what stands after them
 */
record ManyRows(String head, String tail) {

  /** One row; null is SQL's NULL. */
  static List<@Nullable Object> row(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  /** {@code head (?, ?), (?, ?) tail}. */
  int values(Connection connection, List<List<@Nullable Object>> rows) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    String row = "(?" + ", ?".repeat(rows.get(0).size() - 1) + ")";
    return execute(connection, head + row + (", " + row).repeat(rows.size() - 1) + tail, rows);
  }

  /**
   * {@code head SELECT first UNION ALL SELECT other UNION ALL ... tail}.
   *
   * @param first the columns of the first row, with their names
   */
  int selects(Connection connection, String first, List<List<@Nullable Object>> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    String other = first.replaceAll(" AS \\w+", "");
    return execute(
        connection,
        head + "SELECT " + first + (" UNION ALL SELECT " + other).repeat(rows.size() - 1) + tail,
        rows);
  }

  private static int execute(Connection connection, String sql, List<List<@Nullable Object>> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int position = 0;
      for (List<@Nullable Object> row : rows) {
        for (Object value : row) {
          statement.setObject(++position, value);
        }
      }
      return statement.executeUpdate();
    }
  }
}
