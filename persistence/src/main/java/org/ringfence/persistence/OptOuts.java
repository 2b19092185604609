package org.ringfence.persistence;

import static java.util.stream.Collectors.toSet;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.tenant.TenantId;

/**
 * What a called person decided by a key: stored with the call, or with what the PBX wrote down of
 * it when the dialer did not hear it, and kept to before the next call.
 */
final class OptOuts {
  private OptOuts() {}

  /** Puts the visitors who said so during a call on the tenant's list; each is there once. */
  static void add(EntityManager entities, TenantId tenantId, List<Progress> progress, Instant now) {
    Set<String> requests =
        progress.stream()
            .filter(Progress::optedOut)
            .map(one -> one.attempt().callbackId().toString())
            .collect(toSet());
    if (!requests.isEmpty()) {
      entities
          .createNativeQuery(
              "INSERT IGNORE INTO callback_opt_out (tenant_id, number, at) SELECT tenant_id,"
                  + " visitor, :now FROM callback_request WHERE id IN (:ids)"
                  + " AND tenant_id = :tenant")
          .setParameter("now", Micros.of(now))
          .setParameter("ids", requests)
          .setParameter("tenant", tenantId.toString())
          .executeUpdate();
    }
  }

  /** The same by what a PBX wrote down of calls; what is no attempt of the tenant is left out. */
  static void addWritten(
      EntityManager entities, TenantId tenantId, List<CallEvent> events, Instant now) {
    Set<String> attempts =
        events.stream()
            .filter(event -> event.type() == CallEvent.Type.OPTED_OUT)
            .map(CallEvent::detail)
            .collect(toSet());
    if (!attempts.isEmpty()) {
      entities
          .createNativeQuery(
              "INSERT IGNORE INTO callback_opt_out (tenant_id, number, at) SELECT c.tenant_id,"
                  + " c.visitor, :now FROM call_attempt a JOIN callback_request c ON c.id ="
                  + " a.callback_id WHERE a.id IN (:ids) AND a.tenant_id = :tenant")
          .setParameter("now", Micros.of(now))
          .setParameter("ids", attempts)
          .setParameter("tenant", tenantId.toString())
          .executeUpdate();
    }
  }

  /** Ends a request whose visitor opted out since it was asked for. */
  static void end(EntityManager entities, String request, Instant now) {
    entities
        .createQuery(
            "update CallbackRow c set c.state = :failed, c.reason = :reason, c.stateSince = :now"
                + " where c.id = :id")
        .setParameter("failed", CallbackState.FAILED.name())
        .setParameter("reason", CallbackRequest.OPTED_OUT)
        .setParameter("now", Micros.of(now))
        .setParameter("id", request)
        .executeUpdate();
  }
}
