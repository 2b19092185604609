package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/**
 * What the people and programs of a tenant may know of its queue of callbacks, and do to it; and
 * what a visitor may know of the own request, and do to it.
 */
public interface CallbackQueue {
  /**
   * Takes a request back that nobody is called for yet: it becomes FAILED with the reason {@link
   * CallbackRequest#CANCELLED}. False when it is not QUEUED any more, or not the tenant's.
   */
  boolean cancel(TenantId tenantId, CallbackId id, Instant now);

  /**
   * The visitor does not want to be called after all. A request that waits is cancelled; one that
   * is under way is marked: it ends unless the visitor's phone rings already, and is not tried
   * again.
   */
  Withdrawal withdraw(TenantId tenantId, CallbackId id, Instant now);

  /** Who waits for an agent: at most {@code most} requests, and none that is due later. */
  AgentQueue waiting(TenantId tenantId, ExtensionNumber agent, int most, Instant now);

  /** The calls made for a request, the first one first. */
  List<Attempt> attempts(TenantId tenantId, CallbackId id);

  /** What came of the requests that were made from {@code from} until before {@code to}. */
  CallbackReport report(TenantId tenantId, Instant from, Instant to);
}
