package org.ringfence.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Withdrawal;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** A dialer that takes a request at the same moment wins or loses by the state alone. */
@ApplicationScoped
@Transactional
class JpaCallbackQueue extends JpaRepository implements CallbackQueue {
  @Inject LiveEvents events;

  @Override
  public boolean cancel(TenantId tenantId, CallbackId id, Instant now) {
    int cancelled =
        entities
            .createQuery(
                "update CallbackRow c set c.state = :failed, c.reason = :reason,"
                    + " c.stateSince = :now where c.id = :id and c.tenantId = :tenant"
                    + " and c.state = :queued")
            .setParameter("failed", CallbackState.FAILED.name())
            .setParameter("reason", CallbackRequest.CANCELLED)
            .setParameter("now", Micros.of(now))
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .setParameter("queued", CallbackState.QUEUED.name())
            .executeUpdate();
    if (cancelled == 1) {
      events.publish(Optional.of(tenantId), "callback", id.toString(), now);
    }
    return cancelled == 1;
  }

  @Override
  public Withdrawal withdraw(TenantId tenantId, CallbackId id, Instant now) {
    // Whoever begins it meanwhile leaves it CALLING, which is then asked for.
    if (cancel(tenantId, id, now)) {
      return Withdrawal.TAKEN_BACK;
    }
    boolean marked =
        change(
                "UPDATE callback_request SET withdrawn_at = COALESCE(withdrawn_at, ?)"
                    + " WHERE id = ? AND tenant_id = ? AND state = 'CALLING'",
                Micros.of(now),
                id.toString(),
                tenantId.toString())
            == 1;
    if (!marked && !isWithdrawn(tenantId, id)) {
      return Withdrawal.OVER;
    }
    return isVisitorCalled(tenantId, id) ? Withdrawal.RINGING : Withdrawal.TAKEN_BACK;
  }

  private boolean isVisitorCalled(TenantId tenantId, CallbackId id) {
    return !rows(
            "SELECT a.id, l.party FROM call_attempt a JOIN call_leg l ON l.attempt_id = a.id"
                + " WHERE a.callback_id = ? AND a.tenant_id = ? AND a.ended_at IS NULL"
                + " AND l.party = 'VISITOR' LIMIT 1",
            id.toString(),
            tenantId.toString())
        .isEmpty();
  }

  /** Once more changes no row, and is no refusal. */
  private boolean isWithdrawn(TenantId tenantId, CallbackId id) {
    return !rows(
            "SELECT id, state FROM callback_request WHERE id = ? AND tenant_id = ?"
                + " AND (state = 'CALLING' AND withdrawn_at IS NOT NULL"
                + " OR state = 'FAILED' AND reason = ?)",
            id.toString(),
            tenantId.toString(),
            CallbackRequest.CANCELLED)
        .isEmpty();
  }

  @Override
  public AgentQueue waiting(TenantId tenantId, ExtensionNumber agent, int most, Instant now) {
    List<?> next =
        entities
            .createNativeQuery(
                "SELECT id, due_at FROM callback_request FORCE INDEX (callback_next)"
                    + " WHERE tenant_id = :tenant AND state = 'QUEUED' AND agent = :agent"
                    + " AND due_at <= :now ORDER BY due_at, id",
                Object[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("agent", agent.value())
            .setParameter("now", Micros.of(now))
            .setMaxResults(most)
            .getResultList();
    boolean busy =
        !rows(
                "SELECT id, state FROM callback_request FORCE INDEX (callback_next)"
                    + " WHERE tenant_id = ? AND state IN ('CALLING', 'CONNECTED') AND agent = ?"
                    + " LIMIT 1",
                tenantId.toString(),
                agent.value())
            .isEmpty();
    Object[] lately =
        rows(
                "SELECT count(*), coalesce(avg(took), 0) FROM (SELECT ended_at - started_at AS took"
                    + " FROM call_attempt WHERE tenant_id = ? AND ended_at IS NOT NULL"
                    + " ORDER BY started_at DESC LIMIT 20) recent",
                tenantId.toString())
            .get(0);
    return new AgentQueue(
        next.stream().map(row -> CallbackId.parse((String) ((Object[]) row)[0])).toList(),
        busy,
        whole(lately[0]) == 0 ? Optional.empty() : Optional.of(micros(lately[1])));
  }

  @Override
  public List<Attempt> attempts(TenantId tenantId, CallbackId id) {
    List<AttemptRow> attempts =
        read(
            entities
                .createQuery(
                    "select a from AttemptRow a where a.callbackId = :callback"
                        + " and a.tenantId = :tenant order by a.startedAt, a.id",
                    AttemptRow.class)
                .setParameter("callback", id.toString())
                .setParameter("tenant", tenantId.toString()));
    if (attempts.isEmpty()) {
      return List.of();
    }
    Map<String, List<Leg>> legs =
        read(
                entities
                    .createQuery(
                        "select l from LegRow l where l.attemptId in :ids"
                            + " order by l.startedAt, l.uniqueId",
                        LegRow.class)
                    .setParameter("ids", attempts.stream().map(row -> row.id).toList()))
            .stream()
            .collect(groupingBy(row -> row.attemptId, mapping(LegRow::toLeg, toList())));
    return attempts.stream()
        .map(row -> row.toAttempt(legs.getOrDefault(row.id, List.of())))
        .toList();
  }

  @Override
  public CallbackReport report(TenantId tenantId, Instant from, Instant to) {
    Map<CallbackState, Long> states = new EnumMap<>(CallbackState.class);
    Map<String, Long> failures = new TreeMap<>();
    for (Object[] row :
        rows(
            "SELECT state, reason, count(*) FROM callback_request"
                + " WHERE tenant_id = :tenant AND requested_at >= :from AND requested_at < :to"
                + " GROUP BY state, reason",
            tenantId,
            from,
            to)) {
      CallbackState state = CallbackState.valueOf((String) row[0]);
      long many = whole(row[2]);
      states.merge(state, many, Long::sum);
      if (state == CallbackState.FAILED || state == CallbackState.EXPIRED) {
        failures.merge((String) row[1], many, Long::sum);
      }
    }
    Object[] calls =
        rows(
                "SELECT count(*), coalesce(sum(a.bridged_at IS NOT NULL), 0),"
                    + " coalesce(avg(a.bridged_at - c.due_at), -1),"
                    + " coalesce(sum(a.ended_at - a.bridged_at), 0) FROM callback_request c"
                    + " JOIN call_attempt a ON a.callback_id = c.id WHERE c.tenant_id = :tenant"
                    + " AND c.requested_at >= :from AND c.requested_at < :to",
                tenantId,
                from,
                to)
            .get(0);
    long reached = whole(calls[1]);
    return new CallbackReport(
        states,
        failures,
        whole(calls[0]),
        reached,
        reached == 0 ? Optional.empty() : Optional.of(micros(calls[2])),
        micros(calls[3]));
  }

  private List<Object[]> rows(String sql, TenantId tenantId, Instant from, Instant to) {
    List<?> found =
        entities
            .createNativeQuery(sql, Object[].class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("from", Micros.of(from))
            .setParameter("to", Micros.of(to))
            .getResultList();
    return found.stream().map(row -> (Object[]) row).toList();
  }

  private static long whole(Object column) {
    return ((Number) column).longValue();
  }

  private static Duration micros(Object column) {
    return Duration.of(Math.max(0, whole(column)), ChronoUnit.MICROS);
  }
}
