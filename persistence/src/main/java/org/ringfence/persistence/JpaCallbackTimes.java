package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallbackTimes;
import org.ringfence.domain.callback.Hindrance;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

/**
 * Looks for deadlines without locking, and then locks the rows it found: whoever begins one of them
 * at the same moment wins or loses by the state alone.
 */
@ApplicationScoped
@Transactional
class JpaCallbackTimes extends JpaRepository implements CallbackTimes {
  /** A leg that was certainly refused rang nowhere; of any other one nobody knows. */
  private static final String MAY_HAVE_RUNG =
      "EXISTS (SELECT 1 FROM call_attempt a JOIN call_leg g ON g.attempt_id = a.id"
          + " WHERE a.callback_id = c.id AND g.party = 'VISITOR' AND g.ending <> 'REFUSED')";

  private static final String WAS_REFUSED =
      "EXISTS (SELECT 1 FROM call_attempt a JOIN call_leg g ON g.attempt_id = a.id"
          + " WHERE a.callback_id = c.id AND g.party = 'VISITOR')";

  @Inject LiveEvents events;

  @Override
  public void postpone(
      TenantId tenantId, Map<CallbackId, Instant> until, String reason, Instant now) {
    Map<String, Instant> ordered = new TreeMap<>();
    until.forEach((id, moment) -> ordered.put(id.toString(), moment));
    ordered.forEach(
        (id, moment) -> {
          int moved =
              change(
                  "UPDATE callback_request SET due_at = ?, reason = ? WHERE id = ?"
                      + " AND tenant_id = ? AND state = 'QUEUED'",
                  Micros.of(moment),
                  reason,
                  id,
                  tenantId.toString());
          if (moved == 1) {
            events.publish(Optional.of(tenantId), "callback", id, now);
          }
        });
  }

  @Override
  public int expire(int most, Instant now) {
    List<String> late =
        rows(
                "SELECT id, waits_until FROM callback_request FORCE INDEX (callback_deadline)"
                    + " WHERE waits_until <= ? ORDER BY waits_until, id LIMIT ?",
                Micros.of(now),
                most)
            .stream()
            .map(row -> row[0].toString())
            .sorted()
            .toList();
    if (late.isEmpty()) {
      return 0;
    }
    List<?> locked =
        entities
            .createNativeQuery(
                "SELECT c.id FROM callback_request c WHERE c.id IN (:ids) AND c.state = 'QUEUED'"
                    + " AND c.expires_at <= :now FOR UPDATE SKIP LOCKED",
                String.class)
            .setParameter("ids", late)
            .setParameter("now", Micros.of(now))
            .getResultList();
    if (!locked.isEmpty()) {
      end(locked.stream().map(String::valueOf).toList(), now);
    }
    return late.size();
  }

  private void end(List<String> ids, Instant now) {
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT c.id, c.tenant_id, "
                    + MAY_HAVE_RUNG
                    + ", CASE WHEN COALESCE(p.halted, FALSE) THEN 'HALTED'"
                    + " WHEN NOT COALESCE(v.desired = 'RUNNING' AND l.contact"
                    + " AND l.lease_until > :now, FALSE) THEN 'NO_PBX'"
                    + " WHEN c.reason = :night THEN 'NIGHT'"
                    + " WHEN c.reason = :spent THEN 'SPENT'"
                    + " WHEN c.tries > 0 AND "
                    + WAS_REFUSED
                    + " THEN 'NO_PROVIDER' WHEN c.tries > 0 THEN 'NO_AGENT' ELSE 'QUEUE' END"
                    + " FROM callback_request c"
                    + " LEFT JOIN callback_policy p ON p.tenant_id = c.tenant_id"
                    + " LEFT JOIN virtual_machine v ON v.tenant_id = c.tenant_id"
                    + " LEFT JOIN dialer_lane l ON l.tenant_id = c.tenant_id"
                    + " WHERE c.id IN (:ids)",
                Object[].class)
            .setParameter("now", Micros.of(now))
            .setParameter("night", CallbackRequest.NIGHT)
            .setParameter("spent", CallbackRequest.SPENT)
            .setParameter("ids", ids)
            .getResultList();
    for (Object each : found) {
      Object[] row = (Object[]) each;
      String id = row[0].toString();
      if (((Number) row[2]).intValue() != 0) {
        change("UPDATE callback_request SET expires_at = NULL WHERE id = ?", id);
        continue;
      }
      change(
          "UPDATE callback_request SET state = ?, reason = ?, state_since = ? WHERE id = ?",
          CallbackState.EXPIRED.name(),
          Hindrance.valueOf(row[3].toString()).code(),
          Micros.of(now),
          id);
      events.publish(Optional.of(TenantId.parse(row[1].toString())), "callback", id, now);
    }
  }
}
