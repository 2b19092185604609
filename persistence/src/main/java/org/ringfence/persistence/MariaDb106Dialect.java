package org.ringfence.persistence;

import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.MariaDBDialect;

/**
 * The dialect of the oldest server we support. Asking the server would not do: MariaDB announces
 * itself to the MySQL driver as version 5.5.5.
 */
public final class MariaDb106Dialect extends MariaDBDialect {
  public MariaDb106Dialect() {
    super(DatabaseVersion.make(10, 6));
  }
}
