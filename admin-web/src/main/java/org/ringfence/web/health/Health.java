package org.ringfence.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/**
 * {@code /health/live} and {@code /health/started}. Whether the database answers, {@code
 * /health/ready}, is for those to say who speak to it. Keycloak is not asked: without it people who
 * are signed in work on, and calls need neither.
 */
@ApplicationScoped
public class Health {
  @Produces
  @Liveness
  HealthCheck process() {
    return () -> HealthCheckResponse.up("process");
  }

  /** Migrations and mapping were checked before anything else was deployed. */
  @Produces
  @Startup
  HealthCheck schema() {
    return () -> HealthCheckResponse.up("schema");
  }
}
