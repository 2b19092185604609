package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Map;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/** Moves and ends requests that wait. Whoever is called already is left alone. */
public interface CallbackTimes {
  /**
   * These cannot be called yet: each is due at the moment given, and says why. Requests that are
   * not QUEUED any more stay as they are.
   */
  void postpone(TenantId tenantId, Map<CallbackId, Instant> until, String reason, Instant now);

  /**
   * Ends requests that wait and whose deadline has passed: EXPIRED, with what kept them from being
   * called as their reason. A request whose visitor's phone may have rung never expires. Several
   * dialers may do it at the same time.
   *
   * @return how many were looked at; as many as {@code most} when there may be more
   */
  @AcrossTenants("a deadline passes also where nobody dials")
  int expire(int most, Instant now);
}
