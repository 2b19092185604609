package org.ringfence.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that tells the server of auto-commit when a statement is made that needs to know.
 *
 * <p>The pool switches it off when a transaction begins and on when it has ended, each time by a
 * statement to the server: two of the four of a transaction that reads once. Nothing is executed
 * between two transactions, so here the server hears of neither. Commits are sent as ever. A
 * statement belongs to the mode in which it was made.
 */
final class LazyAutoCommit implements InvocationHandler {
  private final Connection connection;

  /** What whoever uses the connection set last. */
  private boolean wanted;

  /** Whether statements were made in a transaction that is neither committed nor rolled back. */
  private boolean open;

  private LazyAutoCommit(Connection connection) throws SQLException {
    this.connection = connection;
    this.wanted = connection.getAutoCommit();
  }

  static Connection of(Connection connection) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new LazyAutoCommit(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "setAutoCommit" -> {
        set(arguments != null && Boolean.TRUE.equals(arguments[0]));
        return null;
      }
      case "getAutoCommit" -> {
        return wanted;
      }
      case "commit", "rollback" -> {
        if (!wanted && connection.getAutoCommit()) {
          // A transaction without a statement, of which the server never heard.
          return null;
        }
        Object done = pass(method, arguments);
        // Back to a savepoint is not the end.
        open &= arguments != null;
        return done;
      }
      case "createStatement", "prepareStatement", "prepareCall", "setSavepoint" -> {
        tell();
        return pass(method, arguments);
      }
      case "equals" -> {
        return arguments != null && proxy == arguments[0];
      }
      default -> {
        return pass(method, arguments);
      }
    }
  }

  /** As JDBC has it, what is open is committed by switching auto-commit on. */
  private void set(boolean autoCommit) throws SQLException {
    wanted = autoCommit;
    if (autoCommit && open) {
      tell();
    }
  }

  private void tell() throws SQLException {
    if (connection.getAutoCommit() != wanted) {
      connection.setAutoCommit(wanted);
    }
    open = !wanted;
  }

  private @Nullable Object pass(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
