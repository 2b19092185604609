package org.ringfence.persistence;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The driver's data source, whose connections say less; see {@link LazyAutoCommit}. */
public class FrugalDataSource extends MysqlDataSource {
  private static final long serialVersionUID = 1L;

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return LazyAutoCommit.of(super.getConnection(user, password));
  }
}
