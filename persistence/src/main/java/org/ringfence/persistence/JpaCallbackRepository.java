package org.ringfence.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

/**
 * The lane row is locked for reading while an attempt is written: a dialer that lost its lane
 * either finishes the write before the next one takes over, or finds the newer epoch and is
 * refused.
 */
@ApplicationScoped
@Transactional
class JpaCallbackRepository extends JpaRepository implements CallbackRepository {
  private static final int PAGE = 1000;
  private static final int REASON = 500;

  @Inject LiveEvents events;

  @Override
  public CallbackRequest enqueue(TenantId tenantId, CallbackRequest request) {
    requireOwn(tenantId, request.tenantId(), "request " + request.id());
    // The no-op update waits for a concurrent request with the same key and then keeps that one.
    entities
        .createNativeQuery(
            "INSERT INTO callback_request (id, tenant_id, widget_id, agent, visitor,"
                + " idempotency_key, page, state, reason, requested_at, state_since, due_at)"
                + " VALUES (:id, :tenant, :widget, :agent, :visitor, :key, :page, :state, :reason,"
                + " :requested, :since, :requested)"
                + " ON DUPLICATE KEY UPDATE id = id")
        .setParameter("id", request.id().toString())
        .setParameter("tenant", tenantId.toString())
        .setParameter("widget", request.widgetId().toString())
        .setParameter("agent", request.agent().value())
        .setParameter("visitor", request.visitor().value())
        .setParameter("key", request.idempotencyKey())
        .setParameter("page", cut(request.page(), PAGE))
        .setParameter("state", request.state().name())
        .setParameter("reason", cut(request.reason(), REASON))
        .setParameter("requested", Micros.of(request.requestedAt()))
        .setParameter("since", Micros.of(request.stateSince()))
        .executeUpdate();
    CallbackRequest stored =
        readOne(
                entities
                    .createQuery(
                        "select c from CallbackRow c where c.widgetId = :widget"
                            + " and c.idempotencyKey = :key and c.tenantId = :tenant",
                        CallbackRow.class)
                    .setParameter("widget", request.widgetId().toString())
                    .setParameter("key", request.idempotencyKey())
                    .setParameter("tenant", tenantId.toString()))
            .map(CallbackRow::toRequest)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "callback " + request.id() + " has the id of another request"));
    if (stored.id().equals(request.id())) {
      tell(tenantId, "callback", stored.id().toString(), request.requestedAt());
    }
    return stored;
  }

  @Override
  public Optional<CallbackRequest> findPublic(CallbackId id) {
    return findPublic(Set.of(id)).stream().findFirst();
  }

  @Override
  public List<CallbackRequest> findPublic(Set<CallbackId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return requests(
        entities
            .createQuery("select c from CallbackRow c where c.id in :ids", CallbackRow.class)
            .setParameter("ids", ids.stream().map(CallbackId::toString).sorted().toList()));
  }

  @Override
  public Optional<CallbackRequest> find(TenantId tenantId, CallbackId id) {
    return readOne(
            entities
                .createQuery(
                    "select c from CallbackRow c where c.id = :id and c.tenantId = :tenant",
                    CallbackRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(CallbackRow::toRequest);
  }

  @Override
  public List<CallbackRequest> list(TenantId tenantId, int limit) {
    return requests(
        entities
            .createQuery(
                "select c from CallbackRow c where c.tenantId = :tenant"
                    + " order by c.requestedAt desc, c.id",
                CallbackRow.class)
            .setParameter("tenant", tenantId.toString())
            .setMaxResults(limit));
  }

  @Override
  public List<Call> calls(TenantId tenantId, int limit) {
    return toCalls(
        read(
            entities
                .createQuery(
                    "select a, c from AttemptRow a, CallbackRow c where a.tenantId = :tenant"
                        + " and c.id = a.callbackId order by a.startedAt desc, a.id",
                    Object[].class)
                .setParameter("tenant", tenantId.toString())
                .setMaxResults(limit)));
  }

  @Override
  public Optional<Call> call(TenantId tenantId, AttemptId id) {
    return toCalls(
            read(
                entities
                    .createQuery(
                        "select a, c from AttemptRow a, CallbackRow c where a.tenantId = :tenant"
                            + " and a.id = :id and c.id = a.callbackId",
                        Object[].class)
                    .setParameter("tenant", tenantId.toString())
                    .setParameter("id", id.toString())))
        .stream()
        .findFirst();
  }

  @Override
  public List<CallbackRequest> due(TenantId tenantId, int limit, Instant now) {
    return requests(
        entities
            .createQuery(
                "select c from CallbackRow c where c.tenantId = :tenant and c.state = :queued"
                    + " and c.dueAt <= :now order by c.dueAt, c.requestedAt, c.id",
                CallbackRow.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("queued", CallbackState.QUEUED.name())
            .setParameter("now", Micros.of(now))
            .setMaxResults(limit));
  }

  @Override
  public Optional<Attempt> begin(TenantId tenantId, CallbackId id, Attempt attempt) {
    requireOwn(tenantId, attempt.tenantId(), "attempt " + attempt.id());
    if (!attempt.callbackId().equals(id)) {
      throw new IllegalArgumentException("attempt " + attempt.id() + " is not for callback " + id);
    }
    if (!mayWrite(tenantId, attempt.epoch())) {
      return Optional.empty();
    }
    int taken =
        entities
            .createQuery(
                "update CallbackRow c set c.state = :calling, c.stateSince = :now"
                    + " where c.id = :id and c.tenantId = :tenant and c.state = :queued")
            .setParameter("calling", CallbackState.CALLING.name())
            .setParameter("now", Micros.of(attempt.startedAt()))
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .setParameter("queued", CallbackState.QUEUED.name())
            .executeUpdate();
    if (taken == 0) {
      return Optional.empty();
    }
    insert(AttemptRow.of(attempt));
    store(attempt.id(), attempt.legs());
    tell(tenantId, "callback", id.toString(), attempt.startedAt());
    tell(tenantId, "call", attempt.id().toString(), attempt.startedAt());
    return Optional.of(attempt);
  }

  @Override
  public boolean advance(
      TenantId tenantId, Attempt attempt, CallbackState requestState, String reason, Instant now) {
    requireOwn(tenantId, attempt.tenantId(), "attempt " + attempt.id());
    if (!mayWrite(tenantId, attempt.epoch())) {
      return false;
    }
    int advanced =
        entities
            .createQuery(
                "update AttemptRow a set a.state = :state, a.reason = :reason, a.epoch = :epoch,"
                    + " a.bootId = :boot, a.bridgedAt = :bridged, a.endedAt = :ended"
                    + " where a.id = :id and a.tenantId = :tenant and a.callbackId = :callback"
                    + " and a.epoch <= :epoch")
            .setParameter("state", attempt.state().name())
            .setParameter("reason", cut(attempt.reason(), REASON))
            .setParameter("epoch", attempt.epoch())
            .setParameter("boot", attempt.bootId())
            .setParameter("bridged", Micros.of(attempt.bridgedAt()))
            .setParameter("ended", Micros.of(attempt.endedAt()))
            .setParameter("id", attempt.id().toString())
            .setParameter("tenant", tenantId.toString())
            .setParameter("callback", attempt.callbackId().toString())
            .executeUpdate();
    if (advanced == 0) {
      return false;
    }
    store(attempt.id(), attempt.legs());
    entities
        .createQuery(
            "update CallbackRow c set c.state = :state, c.reason = :reason, c.stateSince = :now"
                + " where c.id = :id and c.tenantId = :tenant"
                + " and (c.state <> :state or c.reason <> :reason)")
        .setParameter("state", requestState.name())
        .setParameter("reason", cut(reason, REASON))
        .setParameter("now", Micros.of(now))
        .setParameter("id", attempt.callbackId().toString())
        .setParameter("tenant", tenantId.toString())
        .executeUpdate();
    tell(tenantId, "callback", attempt.callbackId().toString(), now);
    tell(tenantId, "call", attempt.id().toString(), now);
    return true;
  }

  @Override
  public List<Attempt> open(TenantId tenantId) {
    List<AttemptRow> rows =
        read(
            entities
                .createQuery(
                    "select a from AttemptRow a where a.tenantId = :tenant"
                        + " and a.state not in :final order by a.startedAt, a.id",
                    AttemptRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter(
                    "final", List.of(AttemptState.COMPLETED.name(), AttemptState.FAILED.name())));
    Map<String, List<Leg>> legs = legs(rows);
    return rows.stream().map(row -> row.toAttempt(legs.getOrDefault(row.id, List.of()))).toList();
  }

  /** Locks the tenant's lane against a takeover until the end of the transaction. */
  private boolean mayWrite(TenantId tenantId, long epoch) {
    boolean current =
        entities
            .createQuery("select l from LaneRow l where l.tenantId = :tenant", LaneRow.class)
            .setParameter("tenant", tenantId.toString())
            .setLockMode(LockModeType.PESSIMISTIC_READ)
            .getResultStream()
            .anyMatch(lane -> lane.epoch == epoch);
    entities.clear();
    return current;
  }

  private void store(AttemptId attempt, List<Leg> legs) {
    for (Leg leg : legs) {
      entities
          .createNativeQuery(
              "INSERT INTO call_leg (attempt_id, unique_id, party, number, trunk, started_at,"
                  + " answered_at, ended_at, cause) VALUES (:attempt, :unique, :party, :number,"
                  + " :trunk, :started, :answered, :ended, :cause)"
                  + " ON DUPLICATE KEY UPDATE party = VALUES(party), number = VALUES(number),"
                  + " trunk = VALUES(trunk), started_at = VALUES(started_at),"
                  + " answered_at = VALUES(answered_at), ended_at = VALUES(ended_at),"
                  + " cause = VALUES(cause)")
          .setParameter("attempt", attempt.toString())
          .setParameter("unique", leg.uniqueId())
          .setParameter("party", leg.party().name())
          .setParameter("number", cut(leg.number(), 32))
          .setParameter("trunk", cut(leg.trunk(), 40))
          .setParameter("started", Micros.of(leg.startedAt()))
          .setParameter("answered", Micros.of(leg.answeredAt()))
          .setParameter("ended", Micros.of(leg.endedAt()))
          .setParameter("cause", cut(leg.cause(), 200))
          .executeUpdate();
    }
  }

  private List<Call> toCalls(List<Object[]> found) {
    Map<String, List<Leg>> legs = legs(found.stream().map(row -> (AttemptRow) row[0]).toList());
    return found.stream()
        .map(
            row -> {
              AttemptRow attempt = (AttemptRow) row[0];
              return new Call(
                  ((CallbackRow) row[1]).toRequest(),
                  attempt.toAttempt(legs.getOrDefault(attempt.id, List.of())));
            })
        .toList();
  }

  /** The legs of many attempts in one query, each attempt's in the order they began. */
  private Map<String, List<Leg>> legs(List<AttemptRow> attempts) {
    if (attempts.isEmpty()) {
      return Map.of();
    }
    return read(
            entities
                .createQuery(
                    "select l from LegRow l where l.attemptId in :ids"
                        + " order by l.attemptId, l.startedAt, l.uniqueId",
                    LegRow.class)
                .setParameter("ids", attempts.stream().map(row -> row.id).toList()))
        .stream()
        .collect(groupingBy(row -> row.attemptId, mapping(LegRow::toLeg, toList())));
  }

  private List<CallbackRequest> requests(TypedQuery<CallbackRow> query) {
    return read(query).stream().map(CallbackRow::toRequest).toList();
  }

  private void tell(TenantId tenantId, String kind, String subject, Instant now) {
    events.publish(Optional.of(tenantId), kind, subject, now);
  }

  private static void requireOwn(TenantId tenantId, TenantId owner, String what) {
    if (!owner.equals(tenantId)) {
      throw new IllegalArgumentException(what + " is not of tenant " + tenantId);
    }
  }
}
