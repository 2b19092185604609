package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyAutoCommitTest {
  /** What the server was told, and what was asked of it. */
  private final List<String> told = new ArrayList<>();

  private final Connection connection;
  private boolean serverCommits = true;

  LazyAutoCommitTest() throws SQLException {
    connection = LazyAutoCommit.of(server());
  }

  private Connection server() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getAutoCommit" -> {
                  return serverCommits;
                }
                case "setAutoCommit" -> {
                  serverCommits = (Boolean) arguments[0];
                  told.add("autocommit " + serverCommits);
                }
                case "commit", "rollback" -> {
                  if (serverCommits) {
                    throw new SQLException("nothing to end while the server commits by itself");
                  }
                  told.add(method.getName());
                }
                case "prepareStatement", "createStatement" -> told.add("statement");
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }

  private void transaction() throws SQLException {
    connection.setAutoCommit(false);
    connection.prepareStatement("SELECT 1");
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Test
  void transactionsThatFollowEachOtherSayNothingOfAutoCommit() throws SQLException {
    transaction();
    transaction();

    assertThat(told)
        .containsExactly("autocommit false", "statement", "commit", "statement", "commit");
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void aStatementOutsideOfTransactionsIsCommittedByTheServer() throws SQLException {
    transaction();
    told.clear();
    connection.createStatement();
    transaction();

    assertThat(told)
        .containsExactly("autocommit true", "statement", "autocommit false", "statement", "commit");
  }

  @Test
  void whatIsOpenIsCommittedBySwitchingAutoCommitOn() throws SQLException {
    connection.setAutoCommit(false);
    connection.createStatement();
    connection.setAutoCommit(true);

    assertThat(told).containsExactly("autocommit false", "statement", "autocommit true");
  }

  @Test
  void aTransactionWithoutAStatementEndsWithoutAWord() throws SQLException {
    connection.setAutoCommit(false);
    connection.rollback();
    connection.setAutoCommit(true);

    assertThat(told).isEmpty();
  }

  @Test
  void aConnectionIsItself() {
    assertThat(connection.equals(connection)).isTrue();
  }
}
