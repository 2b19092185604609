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
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.event.LiveEvents;
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
      if (state == CallbackState.FAILED) {
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
