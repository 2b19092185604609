package org.ringfence.web.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.ringfence.domain.callback.CallbackIntake;
import org.ringfence.domain.callback.CallbackIntake.Taken;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.tenant.TenantId;

/** What {@link Intake} does for requests that came together, in one transaction. */
@ApplicationScoped
@Transactional
public class IntakeBatch {
  @Inject CallbackIntake intake;
  @Inject DialingRulesRepository rules;

  /** With their deadlines, and at an hour at which their visitors may be called. */
  List<Taken> take(TenantId tenantId, List<CallbackRequest> requests) {
    DialingRules known = rules.find(tenantId);
    return intake.take(
        tenantId,
        requests.stream().map(one -> known.taken(one, one.awakeUntil().isPresent())).toList());
  }
}
