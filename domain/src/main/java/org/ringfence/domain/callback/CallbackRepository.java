package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Callback requests and the calls made for them. */
public interface CallbackRepository {
  /**
   * Stores a request; when this widget already has one with the same idempotency key, returns that
   * one and stores nothing. Takes part in the caller's transaction.
   */
  CallbackRequest enqueue(TenantId tenantId, CallbackRequest request);

  /** For the visitor, whose right is to know the id. */
  @AcrossTenants("the visitor proves the right by knowing the id")
  Optional<CallbackRequest> findPublic(CallbackId id);

  /** Many at once, for the visitors that watch; unknown ids are left out. */
  @AcrossTenants("each id is a proof of its own")
  List<CallbackRequest> findPublic(Set<CallbackId> ids);

  Optional<CallbackRequest> find(TenantId tenantId, CallbackId id);

  /** The newest first. */
  List<CallbackRequest> list(TenantId tenantId, int limit);

  /** Some of the calls made for callbacks, the newest first. */
  List<Call> calls(TenantId tenantId, int first, int most);

  /** How many there are, as far as that many. */
  int countCalls(TenantId tenantId, int most);

  Optional<Call> call(TenantId tenantId, AttemptId id);

  /**
   * What is to be called next: of every agent that is not busy the request that is due for the
   * longest time, those that wait longest first. Takes no longer when the queue is longer.
   */
  List<CallbackRequest> due(TenantId tenantId, Set<ExtensionNumber> busy, int limit, Instant now);

  /**
   * Begins attempts of one lane, all in one commit: each request becomes CALLING and its attempt is
   * stored. Returns those that may be sent now: requests that are not QUEUED any more or that
   * somebody else is changing are left out, and all when the lane has a newer epoch.
   */
  Set<AttemptId> begin(TenantId tenantId, List<Attempt> attempts);

  /**
   * Stores how far attempts of one lane and their requests have come, all in one commit, and tells
   * the watchers. Returns those that were stored: none when the lane has a newer epoch, and no
   * attempt that does not exist any more.
   */
  Set<AttemptId> advance(TenantId tenantId, List<Progress> progress, Instant now);

  /** Requests that are under way and that their visitors took back meanwhile. */
  Set<CallbackId> withdrawn(TenantId tenantId);

  /** Attempts of the tenant that are not final, for the lane that takes over. */
  List<Attempt> open(TenantId tenantId);
}
