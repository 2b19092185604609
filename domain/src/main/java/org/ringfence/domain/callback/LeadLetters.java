package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.TenantId;

/** Leads of which somebody is still to be told by e-mail. */
public interface LeadLetters {
  /**
   * One that is due.
   *
   * @param widget its name
   * @param to whom the widget's owner wants to be told now
   */
  record Outgoing(TenantId tenantId, Lead lead, DisplayName widget, EmailAddress to) {}

  /**
   * The next one that is due, which is then due again after the lease, if nothing is heard of it.
   * What has nobody to go to any more, and whose person is forgotten, is left out.
   *
   * @param since older requests are nobody's news any more
   */
  @AcrossTenants("the mail server is the operator's, and so is the task that sends")
  Optional<Outgoing> claim(Duration lease, Instant since, Instant now);

  /** The mail server took it. */
  void sent(TenantId tenantId, CallbackId id);
}
