package org.ringfence.persistence;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRateRepository;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/**
 * The lane row is locked for reading while an attempt is written: a dialer that lost its lane
 * either finishes the write before the next one takes over, or finds the newer epoch and is
 * refused.
 */
@ApplicationScoped
@Transactional
class JpaCallbackRepository extends JpaRepository implements CallbackRepository {
  /** How much of a queue is read before the agents are asked one by one. */
  private static final int HEAD = 100;

  /** The kill switch, asked in the statement that finds what to begin. */
  private static final String NOT_HALTED =
      " AND NOT EXISTS (SELECT 1 FROM callback_policy p WHERE p.tenant_id = :tenant AND p.halted)";

  @Inject LiveEvents events;
  @Inject CallbackGuardRepository guards;
  @Inject CallbackRateRepository rates;

  @Override
  public CallbackRequest enqueue(TenantId tenantId, CallbackRequest request) {
    requireOwn(tenantId, request.tenantId(), "request " + request.id());
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              CallbackWrites.enqueue(connection, List.of(request));
              CallbackWrites.agents(connection, List.of(request));
            });
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
                    + " order by c.requestedAt desc, c.id desc",
                CallbackRow.class)
            .setParameter("tenant", tenantId.toString())
            .setMaxResults(limit));
  }

  @Override
  public List<Call> calls(TenantId tenantId, int first, int most) {
    return toCalls(
        read(
            entities
                .createQuery(
                    "select a, c from AttemptRow a, CallbackRow c where a.tenantId = :tenant"
                        + " and c.id = a.callbackId order by a.startedAt desc, a.id desc",
                    Object[].class)
                .setParameter("tenant", tenantId.toString())
                .setFirstResult(first)
                .setMaxResults(most)));
  }

  @Override
  public int countCalls(TenantId tenantId, int most) {
    return ((Number)
            rows(
                    "SELECT count(*), 0 FROM (SELECT id FROM call_attempt WHERE tenant_id = ?"
                        + " LIMIT ?) some",
                    tenantId.toString(),
                    most)
                .get(0)[0])
        .intValue();
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
  public List<CallbackRequest> due(
      TenantId tenantId, Set<ExtensionNumber> busy, int limit, Instant now) {
    List<String> ids = nextIds(tenantId, busy, limit, Micros.of(now));
    if (ids.isEmpty()) {
      return List.of();
    }
    return requests(
        entities
            .createQuery(
                "select c from CallbackRow c where c.tenantId = :tenant and c.id in :ids"
                    + " and c.state = :queued order by c.dueAt, c.id",
                CallbackRow.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("ids", ids)
            .setParameter("queued", CallbackState.QUEUED.name()));
  }

  /**
   * The head of the queue has enough, unless agents that talk fill it: then the next request of
   * every free agent is looked up in the index, a row for each, however many requests it has.
   */
  private List<String> nextIds(TenantId tenantId, Set<ExtensionNumber> busy, int limit, long now) {
    Set<String> taken = busy.stream().map(ExtensionNumber::value).collect(toSet());
    int rows = HEAD + taken.size();
    List<Waiting> head =
        waiting(
            entities
                .createNativeQuery(
                    "SELECT id, agent FROM callback_request FORCE INDEX (callback_due)"
                        + " WHERE tenant_id = :tenant AND state = 'QUEUED' AND due_at <= :now"
                        + NOT_HALTED
                        + " ORDER BY due_at, id")
                .setParameter("tenant", tenantId.toString())
                .setParameter("now", now)
                .setMaxResults(rows));
    Set<String> agents = new HashSet<>(taken);
    List<String> next =
        head.stream().filter(one -> agents.add(one.agent())).map(Waiting::id).limit(limit).toList();
    return head.size() < rows || next.size() == limit
        ? next
        : firstOfEveryAgent(tenantId, taken, limit, now).stream().map(Waiting::id).toList();
  }

  /**
   * Asked for each agent by equal values of all of the index's columns before the time, whose first
   * entry is the answer. A single statement that groups by agent is left to the optimizer's guess
   * whether to jump from agent to agent, and it guesses wrong after a burst of requests.
   */
  private List<Waiting> firstOfEveryAgent(
      TenantId tenantId, Set<String> busy, int limit, long now) {
    Query query =
        entities.createNativeQuery(
            "SELECT c.id, c.agent FROM callback_agent a STRAIGHT_JOIN callback_request c"
                + " ON c.id = (SELECT n.id FROM callback_request n FORCE INDEX (callback_next)"
                + " WHERE n.tenant_id = :tenant AND n.state = 'QUEUED' AND n.agent = a.agent"
                + " ORDER BY n.due_at, n.id LIMIT 1)"
                + " WHERE a.tenant_id = :tenant AND c.due_at <= :now"
                + (busy.isEmpty() ? "" : " AND a.agent NOT IN (:busy)")
                + " ORDER BY c.due_at, c.id");
    if (!busy.isEmpty()) {
      query.setParameter("busy", busy);
    }
    return waiting(
        query
            .setParameter("tenant", tenantId.toString())
            .setParameter("now", now)
            .setMaxResults(limit));
  }

  /** A request in the queue. */
  private record Waiting(String id, String agent) {}

  @SuppressWarnings("unchecked")
  private static List<Waiting> waiting(Query query) {
    return ((List<Object[]>) query.getResultList())
        .stream().map(row -> new Waiting((String) row[0], (String) row[1])).toList();
  }

  @Override
  public Set<AttemptId> begin(TenantId tenantId, List<Attempt> attempts) {
    if (!mayWrite(tenantId, attempts)) {
      return Set.of();
    }
    Map<String, Attempt> byRequest =
        attempts.stream().collect(toMap(one -> one.callbackId().toString(), one -> one));
    @SuppressWarnings("unchecked")
    List<Object[]> waiting =
        entities
            .createNativeQuery(
                "SELECT c.id, EXISTS (SELECT 1 FROM callback_opt_out o WHERE o.tenant_id ="
                    + " c.tenant_id AND o.number = c.visitor) FROM callback_request c WHERE c.id"
                    + " IN (:ids) AND c.tenant_id = :tenant AND c.state = 'QUEUED'"
                    + NOT_HALTED
                    + " FOR UPDATE SKIP LOCKED",
                Object[].class)
            .setParameter("ids", byRequest.keySet())
            .setParameter("tenant", tenantId.toString())
            .getResultList();
    List<String> taken = new ArrayList<>();
    for (Object[] row : waiting) {
      if (((Number) row[1]).intValue() == 0) {
        taken.add((String) row[0]);
      } else {
        Instant now = attempts.get(0).startedAt();
        OptOuts.end(entities, (String) row[0], now);
        tell(tenantId, "callback", (String) row[0], now);
      }
    }
    List<Attempt> begun =
        attempts.stream().filter(one -> taken.contains(one.callbackId().toString())).toList();
    if (begun.isEmpty()) {
      return Set.of();
    }
    Instant now = begun.get(0).startedAt();
    entities
        .createQuery(
            "update CallbackRow c set c.state = :calling, c.reason = '', c.stateSince = :now"
                + " where c.id in :ids")
        .setParameter("calling", CallbackState.CALLING.name())
        .setParameter("now", Micros.of(now))
        .setParameter("ids", taken)
        .executeUpdate();
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              CallbackWrites.insert(connection, begun);
              JpaLiveEvents.publish(connection, CallbackWrites.news(begun), now);
            });
    return ids(begun);
  }

  @Override
  public Set<AttemptId> advance(TenantId tenantId, List<Progress> progress, Instant now) {
    List<Attempt> attempts = progress.stream().map(Progress::attempt).toList();
    if (!mayWrite(tenantId, attempts)) {
      return Set.of();
    }
    @SuppressWarnings("unchecked")
    List<Object[]> known =
        entities
            .createNativeQuery(
                "SELECT id, ended_at, ad_played_at FROM call_attempt WHERE id IN (:ids)"
                    + " AND tenant_id = :tenant AND epoch <= :epoch FOR UPDATE")
            .setParameter("ids", attempts.stream().map(one -> one.id().toString()).toList())
            .setParameter("tenant", tenantId.toString())
            .setParameter("epoch", attempts.get(0).epoch())
            .getResultList();
    Set<String> stored = known.stream().map(row -> (String) row[0]).collect(toSet());
    Set<String> endedBefore =
        known.stream().filter(row -> row[1] != null).map(row -> (String) row[0]).collect(toSet());
    Set<String> playedBefore =
        known.stream().filter(row -> row[2] != null).map(row -> (String) row[0]).collect(toSet());
    List<Progress> ours =
        progress.stream().filter(one -> stored.contains(one.attempt().id().toString())).toList();
    if (ours.isEmpty()) {
      return Set.of();
    }
    List<Attempt> advanced = ours.stream().map(Progress::attempt).toList();
    Map<String, Long> costs =
        addSpend(
            tenantId,
            advanced.stream()
                .filter(one -> one.endedAt().isPresent())
                .filter(one -> !endedBefore.contains(one.id().toString()))
                .toList(),
            now);
    OptOuts.add(entities, tenantId, ours, now);
    Map<String, Long> plays =
        advanced.stream()
            .filter(one -> !playedBefore.contains(one.id().toString()))
            .flatMap(one -> one.ad().stream())
            .filter(ad -> ad.playedAt().isPresent())
            .collect(groupingBy(ad -> ad.ad().toString(), counting()));
    List<Progress> ending =
        ours.stream().filter(one -> !endedBefore.contains(one.attempt().id().toString())).toList();
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              CallbackWrites.update(connection, ours, ending, costs, now);
              JpaCallbackScripts.add(connection, tenantId, plays, now);
              JpaLiveEvents.publish(connection, CallbackWrites.news(advanced), now);
            });
    return ids(advanced);
  }

  /** Counts what calls used that ended just now, and says what those cost that cost anything. */
  private Map<String, Long> addSpend(TenantId tenantId, List<Attempt> ended, Instant now) {
    long seconds =
        ended.stream()
            .mapToLong(
                attempt ->
                    answeredByVisitor(attempt)
                        .mapToLong(leg -> seconds(leg, attempt.endedAt().orElse(now)))
                        .sum())
            .sum();
    if (seconds == 0) {
      return Map.of();
    }
    CallbackRates known = rates.find(tenantId);
    Map<String, Long> costs = new HashMap<>();
    for (Attempt attempt : ended) {
      long cost =
          answeredByVisitor(attempt)
              .mapToLong(
                  leg -> known.cost(leg.number(), seconds(leg, attempt.endedAt().orElse(now))))
              .sum();
      if (cost > 0) {
        costs.put(attempt.id().toString(), cost);
      }
    }
    guards.addSpend(
        tenantId, seconds, costs.values().stream().mapToLong(Long::longValue).sum(), now);
    return costs;
  }

  private static Stream<Leg> answeredByVisitor(Attempt attempt) {
    return attempt.legs().stream()
        .filter(leg -> leg.party() == Leg.Party.VISITOR)
        .filter(leg -> leg.answeredAt().isPresent());
  }

  /** What a provider counts: begun seconds from the answer to the end. */
  private static long seconds(Leg leg, Instant otherwise) {
    Instant end = leg.endedAt().orElse(otherwise);
    long millis = Duration.between(leg.answeredAt().orElse(end), end).toMillis();
    return Math.max(0, (millis + 999) / 1000);
  }

  private static Set<AttemptId> ids(List<Attempt> attempts) {
    return attempts.stream().map(Attempt::id).collect(toUnmodifiableSet());
  }

  @Override
  public Set<CallbackId> withdrawn(TenantId tenantId) {
    return rows(
            "SELECT id, withdrawn_at FROM callback_request FORCE INDEX (callback_due)"
                + " WHERE tenant_id = ? AND state = 'CALLING' AND withdrawn_at IS NOT NULL",
            tenantId.toString())
        .stream()
        .map(row -> CallbackId.parse((String) row[0]))
        .collect(toUnmodifiableSet());
  }

  @Override
  public List<Attempt> open(TenantId tenantId) {
    List<AttemptRow> rows =
        read(
            entities
                .createQuery(
                    "select a from AttemptRow a where a.tenantId = :tenant"
                        + " and a.state in :open order by a.startedAt, a.id",
                    AttemptRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter(
                    "open",
                    Stream.of(AttemptState.values())
                        .filter(state -> !state.isFinal())
                        .map(AttemptState::name)
                        .toList()));
    Map<String, List<Leg>> legs = legs(rows);
    return rows.stream().map(row -> row.toAttempt(legs.getOrDefault(row.id, List.of()))).toList();
  }

  /**
   * Locks the tenant's lane against a takeover until the end of the transaction; false when the
   * attempts are not of the lane's holder.
   */
  private boolean mayWrite(TenantId tenantId, List<Attempt> attempts) {
    attempts.forEach(one -> requireOwn(tenantId, one.tenantId(), "attempt " + one.id()));
    Set<Long> epochs = attempts.stream().map(Attempt::epoch).collect(toSet());
    if (epochs.size() > 1) {
      throw new IllegalArgumentException("attempts of more than one holder of a lane");
    }
    boolean current =
        entities
            .createQuery("select l from LaneRow l where l.tenantId = :tenant", LaneRow.class)
            .setParameter("tenant", tenantId.toString())
            .setLockMode(LockModeType.PESSIMISTIC_READ)
            .getResultStream()
            .anyMatch(lane -> epochs.contains(lane.epoch));
    entities.clear();
    return current;
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
}
