package org.ringfence.web.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.tenant.TenantId;

/** What a tenant admin wants to be tried again. */
@ApplicationScoped
@Transactional
public class Retries {
  @Inject RetryPolicies policies;
  @Inject AuditLog audit;
  @Inject Clock clock;

  public RetryPolicy policy(TenantId tenantId) {
    return policies.find(tenantId);
  }

  /**
   * Stores what the form describes; it holds for every call that ends from now on.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  public RetryPolicy save(TenantId tenantId, RetriesForm form, String actor) {
    RetryPolicy policy = form.toPolicy();
    if (!policy.equals(policies.find(tenantId))) {
      policies.save(tenantId, policy);
      audit.append(
          new AuditEntry(Optional.of(tenantId), actor, "callbacks.retried", "", clock.instant()));
    }
    return policy;
  }
}
