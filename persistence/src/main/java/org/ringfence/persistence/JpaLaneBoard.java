package org.ringfence.persistence;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.LaneBoard;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.LaneView.State;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.TenantId;

/**
 * Reads in four statements, however many lanes are asked for. What is counted is found by the
 * tenants' ids in indexes that begin with them; what is over is never read.
 */
@ApplicationScoped
@Transactional
class JpaLaneBoard extends JpaRepository implements LaneBoard {
  private static final Duration PACE = Duration.ofMinutes(1);

  /** Its parameter is the moment. */
  private static final String STATE =
      "CASE WHEN v.desired IS NULL OR v.desired <> 'RUNNING' THEN 'OFF'"
          + " WHEN l.owner IS NULL OR l.lease_until <= ? THEN 'FREE'"
          + " WHEN NOT l.contact THEN 'NO_CONTACT'"
          + " WHEN COALESCE(p.halted, FALSE) THEN 'HALTED' ELSE 'DIALLING' END";

  private static final String LANES =
      " FROM dialer_lane l JOIN tenant t ON t.id = l.tenant_id"
          + " LEFT JOIN virtual_machine v ON v.tenant_id = l.tenant_id"
          + " LEFT JOIN callback_policy p ON p.tenant_id = l.tenant_id";

  private static final String COLUMNS =
      "SELECT l.tenant_id, t.slug, t.name, "
          + STATE
          + " AS lane_state, COALESCE(l.owner, ''), l.lease_until, l.epoch, l.contact_since,"
          + " l.calls_at_once";

  private static final String OPEN =
      Stream.of(AttemptState.values())
          .filter(state -> !state.isFinal())
          .map(state -> "'" + state.name() + "'")
          .collect(joining(", "));

  @Override
  public Optional<LaneView> lane(TenantId tenantId, Instant now) {
    return views(
            rows(COLUMNS + LANES + " WHERE l.tenant_id = ?", Micros.of(now), tenantId.toString()),
            now)
        .stream()
        .findFirst();
  }

  @Override
  public List<LaneView> lanes(int first, int most, Instant now) {
    return views(
        rows(
            COLUMNS
                + LANES
                + " ORDER BY FIELD(lane_state, 'FREE', 'NO_CONTACT', 'HALTED', 'DIALLING', 'OFF'),"
                + " t.slug LIMIT ? OFFSET ?",
            Micros.of(now),
            most,
            first),
        now);
  }

  @Override
  public Map<State, Integer> states(Instant now) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    for (State each : State.values()) {
      states.put(each, 0);
    }
    for (Object[] row :
        rows(
            "SELECT " + STATE + " AS lane_state, count(*)" + LANES + " GROUP BY lane_state",
            Micros.of(now))) {
      states.put(State.valueOf(row[0].toString()), (int) whole(row[1]));
    }
    return states;
  }

  private List<LaneView> views(List<Object[]> lanes, Instant now) {
    if (lanes.isEmpty()) {
      return List.of();
    }
    Object[] tenants = lanes.stream().map(row -> row[0].toString()).toArray();
    String among = " IN (?" + ", ?".repeat(tenants.length - 1) + ")";
    Map<String, LaneView.Queue> queues = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT tenant_id, count(*), COALESCE(SUM(due_at <= ?), 0), MIN(due_at)"
                + " FROM callback_request WHERE tenant_id"
                + among
                + " AND state = 'QUEUED' GROUP BY tenant_id",
            parameters(Micros.of(now), tenants))) {
      long due = whole(row[2]);
      queues.put(
          row[0].toString(),
          new LaneView.Queue(
              whole(row[1]),
              due,
              due == 0 ? Optional.empty() : Optional.of(Micros.toInstant(whole(row[3])))));
    }
    Map<String, Map<AttemptState, Long>> underWay = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT tenant_id, state, count(*) FROM call_attempt WHERE tenant_id"
                + among
                + " AND state IN ("
                + OPEN
                + ") GROUP BY tenant_id, state",
            tenants)) {
      underWay
          .computeIfAbsent(row[0].toString(), any -> new EnumMap<>(AttemptState.class))
          .put(AttemptState.valueOf(row[1].toString()), whole(row[2]));
    }
    Map<String, Long> begun = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT tenant_id, count(*) FROM call_attempt WHERE started_at > ? AND tenant_id"
                + among
                + " GROUP BY tenant_id",
            parameters(Micros.of(now.minus(PACE)), tenants))) {
      begun.put(row[0].toString(), whole(row[1]));
    }
    return lanes.stream()
        .map(
            row -> {
              String tenant = row[0].toString();
              long contactSince = whole(row[7]);
              return new LaneView(
                  TenantId.parse(tenant),
                  new Slug(row[1].toString()),
                  new DisplayName(row[2].toString()),
                  State.valueOf(row[3].toString()),
                  row[4].toString(),
                  Micros.toInstant(whole(row[5])),
                  whole(row[6]),
                  contactSince == 0
                      ? Optional.empty()
                      : Optional.of(Micros.toInstant(contactSince)),
                  (int) whole(row[8]),
                  queues.getOrDefault(tenant, LaneView.Queue.EMPTY),
                  underWay.getOrDefault(tenant, Map.of()),
                  begun.getOrDefault(tenant, 0L));
            })
        .toList();
  }

  private static Object[] parameters(Object first, Object[] others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toArray();
  }

  private static long whole(Object column) {
    return ((Number) column).longValue();
  }
}
