package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/**
 * One attempt to connect the two people of a callback; a call in the tenant's call history.
 *
 * @param epoch fencing epoch of the lane that made it
 * @param bootId the VM's boot id when it was sent, to tell after a crash whether the call can still
 *     exist
 * @param bridgedAt when both heard each other first
 * @param ad what the visitor is to hear before that
 */
public record Attempt(
    AttemptId id,
    CallbackId callbackId,
    TenantId tenantId,
    AttemptState state,
    String reason,
    long epoch,
    String bootId,
    List<Leg> legs,
    Instant startedAt,
    Optional<Instant> bridgedAt,
    Optional<Instant> endedAt,
    Optional<AdPlay> ad) {
  public Attempt {
    legs = List.copyOf(legs);
  }

  /** Without an ad. */
  public Attempt(
      AttemptId id,
      CallbackId callbackId,
      TenantId tenantId,
      AttemptState state,
      String reason,
      long epoch,
      String bootId,
      List<Leg> legs,
      Instant startedAt,
      Optional<Instant> bridgedAt,
      Optional<Instant> endedAt) {
    this(
        id,
        callbackId,
        tenantId,
        state,
        reason,
        epoch,
        bootId,
        legs,
        startedAt,
        bridgedAt,
        endedAt,
        Optional.empty());
  }
}
