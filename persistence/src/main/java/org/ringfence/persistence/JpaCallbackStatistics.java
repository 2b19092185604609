package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.tenant.TenantId;

/** Counts rows of requests, calls and legs; what is counted is never older than they are. */
@ApplicationScoped
@Transactional
class JpaCallbackStatistics extends JpaRepository implements CallbackStatistics {
  private static final long DAY = Duration.ofDays(1).toMillis() * 1_000;

  /** Columns of a line behind its value. */
  private static final String SUMS =
      ", count(*), COALESCE(SUM(r.calls), 0), COALESCE(SUM(r.answered), 0),"
          + " COALESCE(SUM(r.reached), 0), COALESCE(SUM(r.waited), 0), COALESCE(SUM(r.talked), 0),"
          + " COALESCE(SUM(r.cost), 0), COALESCE(SUM(r.ads), 0), COALESCE(SUM(r.rung), 0),"
          + " COALESCE(SUM(r.ringing), 0)";

  private static final String ASKED =
      " WHERE c.tenant_id = ? AND c.requested_at >= ? AND c.requested_at < ?";

  @Override
  public List<Line> report(TenantId tenantId, By by, Instant from, Instant to) {
    List<Line> lines =
        rows(
                by == By.TRUNK ? byTrunk() : byRequest(by),
                tenantId.toString(),
                micros(from),
                micros(to))
            .stream()
            .map(row -> line(by, row))
            .toList();
    Comparator<Line> order =
        by == By.DAY || by == By.HOUR
            ? Comparator.comparing(Line::value)
            : Comparator.comparingLong(Line::requests).reversed().thenComparing(Line::value);
    return lines.stream().sorted(order).toList();
  }

  /** One row for each request, and then one for each value. */
  private static String byRequest(By by) {
    String value =
        switch (by) {
          case DAY -> "c.requested_at DIV " + DAY;
          case HOUR -> "c.requested_at DIV 3600000000 % 24";
          case WIDGET, TRUNK -> "c.widget_id";
        };
    return "SELECT r.value"
        + SUMS
        + " FROM (SELECT "
        + value
        + " AS value, count(a.id) AS calls, COALESCE(SUM(EXISTS (SELECT 1 FROM call_leg l WHERE"
        + " l.attempt_id = a.id AND l.party = 'VISITOR' AND l.answered_at IS NOT NULL)), 0) AS"
        + " answered, count(a.bridged_at) > 0 AS reached,"
        + " COALESCE(MIN(a.bridged_at) - MIN(c.due_at), 0) AS waited,"
        + " COALESCE(SUM(a.ended_at - a.bridged_at), 0) AS talked,"
        + " COALESCE(SUM(a.cost), 0) AS cost, count(a.ad_played_at) AS ads, 0 AS rung, 0 AS ringing"
        + " FROM callback_request c LEFT JOIN call_attempt a ON a.callback_id = c.id"
        + ASKED
        + " GROUP BY c.id) r GROUP BY r.value";
  }

  /**
   * One row for each request and trunk that it was tried by. Whatever came of a call came of the
   * leg that was answered.
   */
  private static String byTrunk() {
    return "SELECT r.value"
        + SUMS
        + " FROM (SELECT l.trunk AS value, count(*) AS calls, count(l.answered_at) AS answered,"
        + " COALESCE(SUM(l.answered_at IS NOT NULL AND a.bridged_at IS NOT NULL), 0) > 0 AS reached,"
        + " COALESCE(MIN(IF(l.answered_at IS NULL, NULL, a.bridged_at)) - MIN(c.due_at), 0) AS"
        + " waited, COALESCE(SUM(IF(l.answered_at IS NULL, 0, a.ended_at - a.bridged_at)), 0) AS"
        + " talked, COALESCE(SUM(IF(l.answered_at IS NULL, 0, a.cost)), 0) AS cost,"
        + " COALESCE(SUM(l.answered_at IS NOT NULL AND a.ad_played_at IS NOT NULL), 0) AS ads,"
        + " count(COALESCE(l.rang_at, l.answered_at)) AS rung,"
        + " COALESCE(SUM(COALESCE(l.rang_at, l.answered_at) - l.started_at), 0) AS ringing"
        + " FROM callback_request c JOIN call_attempt a ON a.callback_id = c.id"
        + " JOIN call_leg l ON l.attempt_id = a.id AND l.party = 'VISITOR'"
        + ASKED
        + " GROUP BY c.id, l.trunk) r GROUP BY r.value";
  }

  private static Line line(By by, Object[] row) {
    String value =
        switch (by) {
          case DAY -> LocalDate.ofEpochDay(whole(row[0])).toString();
          case HOUR -> String.format(Locale.ROOT, "%02d", whole(row[0]));
          case TRUNK, WIDGET -> row[0].toString();
        };
    long reached = whole(row[4]);
    long rung = whole(row[9]);
    return new Line(
        value,
        whole(row[1]),
        whole(row[2]),
        whole(row[3]),
        reached,
        reached == 0
            ? Optional.empty()
            : Optional.of(Duration.of(Math.max(0, whole(row[5]) / reached), ChronoUnit.MICROS)),
        rung == 0
            ? Optional.empty()
            : Optional.of(Duration.of(Math.max(0, whole(row[10]) / rung), ChronoUnit.MICROS)),
        Duration.of(Math.max(0, whole(row[6])), ChronoUnit.MICROS),
        whole(row[7]),
        whole(row[8]));
  }

  @Override
  public List<Leg> newestLegs(TenantId tenantId, Instant since, int most) {
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT g.* FROM call_attempt a FORCE INDEX (attempt_newest)"
                    + " JOIN call_leg g ON g.attempt_id = a.id"
                    + " WHERE a.tenant_id = :tenant AND a.started_at >= :since"
                    + " AND g.party = 'VISITOR'"
                    + " AND (g.answered_at IS NOT NULL OR g.ended_at IS NOT NULL)"
                    + " ORDER BY a.started_at DESC",
                LegRow.class)
            .setParameter("tenant", tenantId.toString())
            .setParameter("since", Micros.of(since))
            .setMaxResults(most)
            .getResultList();
    List<Leg> legs = found.stream().map(row -> ((LegRow) row).toLeg()).toList();
    entities.clear();
    return legs;
  }

  private static long micros(Instant at) {
    return Micros.of(at);
  }

  private static long whole(Object column) {
    return ((Number) column).longValue();
  }
}
