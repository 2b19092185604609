package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.tenant.TenantId;

/** Views are counters of their own; requests and calls are counted from their rows. */
@ApplicationScoped
@Transactional
class JpaWidgetStatistics extends JpaRepository implements WidgetStatistics {
  private static final int VALUE = 200;

  /** Lines of a report by page or source. */
  private static final int LINES = 200;

  private static final long DAY = Duration.ofDays(1).toMillis() * 1_000;

  /** One counter. */
  private record Key(TenantId tenantId, WidgetId widgetId, long day, String what, String value) {}

  @Override
  public void add(List<Views> views) {
    // In one order everywhere, so that two processes never wait for each other.
    Map<Key, int[]> counters =
        new TreeMap<>(
            Comparator.comparing((Key key) -> key.widgetId().toString())
                .thenComparing(Key::day)
                .thenComparing(Key::what)
                .thenComparing(Key::value));
    for (Views one : views) {
      count(counters, one, "H", String.format(Locale.ROOT, "%02d", one.hour()));
      count(counters, one, "P", one.page());
      count(counters, one, "S", one.source());
    }
    counters.forEach(
        (key, count) -> {
          if (!raise(key, count)) {
            insert(key, count);
          }
        });
  }

  private static void count(Map<Key, int[]> counters, Views views, String what, String value) {
    int[] count =
        counters.computeIfAbsent(
            new Key(
                views.tenantId(),
                views.widgetId(),
                views.day().toEpochDay(),
                what,
                cut(value, VALUE)),
            any -> new int[2]);
    count[0] += views.shown();
    count[1] += views.opened();
  }

  private boolean raise(Key key, int[] count) {
    return change(
            "UPDATE widget_view SET shown = shown + ?, opened = opened + ?"
                + " WHERE widget_id = ? AND day = ? AND what = ? AND value = ?",
            count[0],
            count[1],
            key.widgetId().toString(),
            key.day(),
            key.what(),
            key.value())
        > 0;
  }

  /** A value beyond the most that are told apart counts as one of the others. */
  private void insert(Key key, int[] count) {
    Object[] known =
        rows(
                "SELECT count(*), coalesce(max(day), 0) FROM widget_view"
                    + " WHERE widget_id = ? AND day = ? AND what = ?",
                key.widgetId().toString(),
                key.day(),
                key.what())
            .get(0);
    String value = ((Number) known[0]).intValue() < VALUES ? key.value() : OTHERS;
    change(
        "INSERT INTO widget_view (widget_id, day, what, value, tenant_id, shown, opened)"
            + " SELECT id, ?, ?, ?, tenant_id, ?, ? FROM widget WHERE id = ? AND tenant_id = ?"
            + " ON DUPLICATE KEY UPDATE shown = shown + VALUES(shown),"
            + " opened = opened + VALUES(opened)",
        key.day(),
        key.what(),
        value,
        count[0],
        count[1],
        key.widgetId().toString(),
        key.tenantId().toString());
  }

  @Override
  public List<Line> report(
      TenantId tenantId, Optional<WidgetId> widgetId, By by, LocalDate from, LocalDate to) {
    Map<String, long[]> lines = new HashMap<>();
    String ofWidget = widgetId.isPresent() ? " AND widget_id = ?" : "";
    String value = by == By.DAY ? "day" : "value";
    for (Object[] row :
        rows(
            "SELECT "
                + value
                + ", sum(shown), sum(opened) FROM widget_view WHERE tenant_id = ? AND day >= ?"
                + " AND day <= ? AND what = ?"
                + ofWidget
                + " GROUP BY "
                + value,
            parameters(
                widgetId,
                tenantId.toString(),
                from.toEpochDay(),
                to.toEpochDay(),
                by == By.PAGE ? "P" : by == By.SOURCE ? "S" : "H"))) {
      String name =
          by == By.DAY
              ? LocalDate.ofEpochDay(((Number) row[0]).longValue()).toString()
              : row[0].toString();
      long[] line = lines.computeIfAbsent(name, any -> new long[5]);
      line[0] += ((Number) row[1]).longValue();
      line[1] += ((Number) row[2]).longValue();
    }
    for (Object[] row :
        rows(
            "SELECT value, count(*), sum(reached), sum(talked) FROM (SELECT "
                + requested(by)
                + " AS value, (SELECT coalesce(max(a.bridged_at IS NOT NULL), 0) FROM call_attempt a"
                + " WHERE a.callback_id = c.id) AS reached, (SELECT coalesce(sum(a.ended_at -"
                + " a.bridged_at), 0) FROM call_attempt a WHERE a.callback_id = c.id) AS talked FROM"
                + " callback_request c LEFT JOIN callback_lead l ON l.callback_id = c.id WHERE"
                + " c.tenant_id = ? AND c.widget_id <> c.tenant_id AND c.requested_at >= ? AND"
                + " c.requested_at < ?"
                + (widgetId.isPresent() ? " AND c.widget_id = ?" : "")
                + ") r GROUP BY value",
            parameters(
                widgetId,
                tenantId.toString(),
                Micros.of(from.atStartOfDay(ZoneOffset.UTC).toInstant()),
                Micros.of(to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())))) {
      String name =
          by == By.DAY
              ? LocalDate.ofEpochDay(((Number) row[0]).longValue()).toString()
              : by == By.HOUR
                  ? String.format(Locale.ROOT, "%02d", ((Number) row[0]).intValue())
                  : row[0].toString();
      long[] line = lines.computeIfAbsent(name, any -> new long[5]);
      line[2] += ((Number) row[1]).longValue();
      line[3] += ((Number) row[2]).longValue();
      line[4] += ((Number) row[3]).longValue();
    }
    List<Line> report = new ArrayList<>();
    lines.forEach(
        (name, line) ->
            report.add(
                new Line(
                    name,
                    line[0],
                    line[1],
                    line[2],
                    line[3],
                    Duration.of(line[4], ChronoUnit.MICROS))));
    if (by == By.DAY || by == By.HOUR) {
      report.sort(Comparator.comparing(Line::value));
    } else {
      report.sort(
          Comparator.comparingLong(Line::requested)
              .thenComparingLong(Line::shown)
              .reversed()
              .thenComparing(Line::value));
    }
    return report.subList(0, Math.min(report.size(), LINES));
  }

  /** The page without its website, and the source as the element tells it. */
  private static String requested(By by) {
    return switch (by) {
      case DAY -> "c.requested_at DIV " + DAY;
      case HOUR -> "c.requested_at DIV 3600000000 % 24";
      case PAGE ->
          "CASE WHEN c.page = '' THEN '' WHEN locate('/', c.page, 9) = 0 THEN '/'"
              + " ELSE left(substring(c.page, locate('/', c.page, 9)), 200) END";
      case SOURCE ->
          "CASE WHEN coalesce(l.utm_source, '') <> '' THEN left(lower(l.utm_source), 80) ELSE"
              + " left(lower(substring_index(substring_index(coalesce(l.referrer, ''), '://', -1),"
              + " '/', 1)), 80) END";
    };
  }

  private static Object[] parameters(Optional<WidgetId> widgetId, Object... first) {
    List<Object> all = new ArrayList<>(List.of(first));
    widgetId.ifPresent(id -> all.add(id.toString()));
    return all.toArray();
  }

  @Override
  public void removeBefore(LocalDate day) {
    change("DELETE FROM widget_view WHERE day < ?", day.toEpochDay());
  }
}
