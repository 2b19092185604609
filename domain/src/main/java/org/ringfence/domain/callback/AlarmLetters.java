package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.TenantId;

/** Alarms of widgets of which the tenant's administrator is still to be told by e-mail. */
public interface AlarmLetters {
  /**
   * One that is due.
   *
   * @param widget its name
   */
  record Outgoing(TenantId tenantId, CallbackAlarm alarm, DisplayName widget) {}

  /**
   * The next one that is due, which is then due again after the lease, if nothing is heard of it.
   *
   * @param since older alarms are nobody's news any more
   */
  @AcrossTenants("the mail server is the operator's, and so is the task that sends")
  Optional<Outgoing> claim(Duration lease, Instant since, Instant now);

  /** The mail server took it; an alarm that became worse meanwhile stays due. */
  void sent(TenantId tenantId, CallbackAlarm alarm);
}
