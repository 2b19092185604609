package org.ringfence.web.tenant;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.identity.KeycloakAdmin;

/**
 * Makes the people of new tenants in Keycloak, in the background. What is still to do stands in the
 * database, so a dead Keycloak or a restart loses nothing.
 */
@ApplicationScoped
public class IdentitySetup {
  private static final Logger LOG = Logger.getLogger(IdentitySetup.class.getName());
  private static final int AT_ONCE = 20;

  @Resource ManagedScheduledExecutorService scheduler;
  @Inject PendingIdentities pending;
  @Inject KeycloakAdmin keycloak;

  private final Set<String> said = new HashSet<>();
  private @Nullable ScheduledFuture<?> task;

  /** Begins; to be called when the web application is up. */
  public void start() {
    task = scheduler.scheduleWithFixedDelay(this::run, 1, 3, TimeUnit.SECONDS);
  }

  /** Ends; to be called before the web application goes. */
  public void stop() {
    ScheduledFuture<?> running = task;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void run() {
    try {
      for (Tenant tenant : pending.list(AT_ONCE)) {
        setUp(tenant);
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Looking for tenants without people in Keycloak failed", failure);
    }
  }

  private void setUp(Tenant tenant) {
    try {
      pending.ready(tenant.id(), keycloak.setUp(tenant));
      said.clear();
      LOG.log(Level.INFO, "Tenant {0} has its administrator in Keycloak", tenant.slug());
    } catch (KeycloakAdmin.KeycloakFailure | RuntimeException failure) {
      // Said once as long as it stays the same, because it is tried every few seconds.
      String text = "Tenant " + tenant.slug() + " has no administrator in Keycloak yet: " + failure;
      if (said.add(text)) {
        LOG.log(Level.WARNING, text, failure);
      }
    }
  }
}
