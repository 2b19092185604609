package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import org.ringfence.domain.tenant.TenantId;

/** What the people and programs of a tenant may know of its queue of callbacks, and do to it. */
public interface CallbackQueue {
  /**
   * Takes a request back that nobody is called for yet: it becomes FAILED with the reason {@link
   * CallbackRequest#CANCELLED}. False when it is not QUEUED any more, or not the tenant's.
   */
  boolean cancel(TenantId tenantId, CallbackId id, Instant now);

  /** The calls made for a request, the first one first. */
  List<Attempt> attempts(TenantId tenantId, CallbackId id);

  /** What came of the requests that were made from {@code from} until before {@code to}. */
  CallbackReport report(TenantId tenantId, Instant from, Instant to);
}
