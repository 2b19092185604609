package org.ringfence.domain.callback;

import java.util.List;
import org.ringfence.domain.tenant.TenantId;

/** The way of a tenant's programs into the queue of callbacks. */
public interface CallbackIntake {
  /**
   * Takes requests that came at the same time, in one commit; how many they are does not change the
   * number of statements.
   *
   * @return what became of each, in their order
   */
  List<Taken> take(TenantId tenantId, List<CallbackRequest> requests);

  /** What became of a request. */
  sealed interface Taken {
    /** It is stored for good, or another one with its idempotency key was stored before. */
    record Stored(CallbackRequest request) implements Taken {}

    /** There is no such extension. */
    record NoAgent() implements Taken {}

    /** The visitor does not want to be called. */
    record OptedOut() implements Taken {}
  }
}
