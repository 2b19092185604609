package org.ringfence.web.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.tenant.TenantId;

/** When and by which trunks a tenant admin wants callbacks to be made. */
@ApplicationScoped
@Transactional
public class Dialing {
  @Inject DialingRulesRepository repository;
  @Inject AuditLog audit;
  @Inject Clock clock;

  public DialingRules rules(TenantId tenantId) {
    return repository.find(tenantId);
  }

  /**
   * Stores what the form describes. Hours and trunks hold for every call that begins from a moment
   * later on, the expiry for every callback that is asked for.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  public DialingRules save(TenantId tenantId, DialingForm form, String actor) {
    DialingRules rules = form.toRules();
    if (!rules.equals(repository.find(tenantId))) {
      repository.save(tenantId, rules);
      audit.append(
          new AuditEntry(Optional.of(tenantId), actor, "callbacks.dialed", "", clock.instant()));
    }
    return rules;
  }
}
