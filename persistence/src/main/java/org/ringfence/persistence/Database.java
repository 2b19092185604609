package org.ringfence.persistence;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;

/**
 * The pool every repository works with. The server reads the three values from the environment
 * ({@code RINGFENCE_DB_URL}, {@code RINGFENCE_DB_USER}, {@code RINGFENCE_DB_PASSWORD}): it does not
 * see the configuration files inside the application. Connections are validated before use, so that
 * a restart of the database needs none of the application.
 */
@DataSourceDefinition(
    name = Database.NAME,
    className = "org.ringfence.persistence.FrugalDataSource",
    url = "${MPCONFIG=ringfence.db.url}",
    user = "${MPCONFIG=ringfence.db.user}",
    password = "${MPCONFIG=ringfence.db.password}",
    transactional = true,
    isolationLevel = Connection.TRANSACTION_READ_COMMITTED,
    initialPoolSize = 2,
    minPoolSize = 2,
    maxPoolSize = 32,
    maxIdleTime = 300,
    properties = {
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.validate-atmost-once-period-in-seconds=5",
      "fish.payara.fail-all-connections=true",
      "fish.payara.steady-pool-size=2"
    })
@ApplicationScoped
class Database {
  static final String NAME = "java:app/jdbc/ringfence";
}
