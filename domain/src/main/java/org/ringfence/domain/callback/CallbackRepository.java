package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
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

  /** Calls made for callbacks, the newest first. */
  List<Call> calls(TenantId tenantId, int limit);

  Optional<Call> call(TenantId tenantId, AttemptId id);

  /** Queued requests of the tenant that are due, oldest first. */
  List<CallbackRequest> due(TenantId tenantId, int limit, Instant now);

  /**
   * Begins an attempt: the request becomes CALLING and the attempt row is stored, in one step that
   * only the holder of the lane can make. Empty when the request is not QUEUED any more or the lane
   * has a newer epoch: then nothing may be sent.
   */
  Optional<Attempt> begin(TenantId tenantId, CallbackId id, Attempt attempt);

  /**
   * Stores how far an attempt and its request have come and tells the watchers; refused (false)
   * when the lane has a newer epoch.
   */
  boolean advance(
      TenantId tenantId, Attempt attempt, CallbackState requestState, String reason, Instant now);

  /** Attempts of the tenant that are not final, for the lane that takes over. */
  List<Attempt> open(TenantId tenantId);
}
