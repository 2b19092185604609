package org.ringfence.persistence;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the database does not answer. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {
  private static final int SECONDS = 2;

  @Resource(lookup = Database.NAME)
  DataSource pool;

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("database");
    try (Connection connection = pool.getConnection()) {
      return response.status(connection.isValid(SECONDS)).build();
    } catch (SQLException unreachable) {
      return response.down().withData("reason", String.valueOf(unreachable.getMessage())).build();
    }
  }
}
