package org.ringfence.web.queue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.Batches;
import org.ringfence.domain.callback.CallbackIntake.Taken;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.tenant.TenantId;

/**
 * Takes the requests that came while others were being stored in one commit: the more come at once,
 * the less each costs.
 */
@ApplicationScoped
public class Intake {
  // By name: Payara does not find a default for classes in a library of the WAR.
  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService workers;

  @Inject IntakeBatch batch;

  private final Map<TenantId, Batches<CallbackRequest, Taken>> tenants = new ConcurrentHashMap<>();

  /** When it returns, the request is stored for good, or refused. */
  Taken take(TenantId tenantId, CallbackRequest request) {
    return tenants
        .computeIfAbsent(
            tenantId, id -> new Batches<>(workers, requests -> batch.take(id, requests)))
        .put(request);
  }
}
