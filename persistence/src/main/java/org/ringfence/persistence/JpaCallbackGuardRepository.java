package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackSpend;
import org.ringfence.domain.callback.CallbackTally;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;

/** Counters are added to in the database, never read and written back. */
@ApplicationScoped
@Transactional
class JpaCallbackGuardRepository extends JpaRepository implements CallbackGuardRepository {
  /** Ends with the column of the tenant. */
  static final String POLICY =
      "SELECT tenant_id, halted, countries, per_hour, widget_per_hour, daily_minutes, daily_cents"
          + " FROM callback_policy WHERE tenant_id";

  @Inject LiveEvents events;

  @Override
  public CallbackPolicy policy(TenantId tenantId) {
    return rows(POLICY + " = ?", tenantId.toString()).stream()
        .findFirst()
        .map(JpaCallbackGuardRepository::policy)
        .orElse(CallbackPolicy.DEFAULT);
  }

  static CallbackPolicy policy(Object[] row) {
    return new CallbackPolicy(
        row[1] instanceof Boolean on ? on : whole(row[1]) != 0,
        Arrays.stream(row[2].toString().split(" "))
            .filter(code -> !code.isEmpty())
            .map(Country::new)
            .collect(Collectors.toSet()),
        (int) whole(row[3]),
        (int) whole(row[4]),
        (int) whole(row[5]),
        whole(row[6]));
  }

  @Override
  public CallingPolicy callingPolicy(TenantId tenantId) {
    return readOne(
            entities
                .createQuery(
                    "select h from HandlingRow h left join fetch h.fields"
                        + " where h.tenantId = :tenant and h.kind = :kind",
                    HandlingRow.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("kind", HandlingKind.CALLING_POLICY.text()))
        .map(HandlingRow::toHandling)
        .map(CallingPolicy.class::cast)
        .orElseGet(CallingPolicy::standard);
  }

  @Override
  public void save(TenantId tenantId, CallbackPolicy policy) {
    change(
        "INSERT INTO callback_policy (tenant_id, halted, countries, per_hour, widget_per_hour,"
            + " daily_minutes, daily_cents) VALUES (?, FALSE, ?, ?, ?, ?, ?) ON DUPLICATE KEY"
            + " UPDATE countries = VALUES(countries), per_hour = VALUES(per_hour), widget_per_hour"
            + " = VALUES(widget_per_hour), daily_minutes = VALUES(daily_minutes), daily_cents ="
            + " VALUES(daily_cents)",
        tenantId.toString(),
        policy.countries().stream().map(Country::code).sorted().collect(Collectors.joining(" ")),
        policy.perHour(),
        policy.widgetPerHour(),
        policy.dailyMinutes(),
        policy.dailyCents());
  }

  @Override
  public void halt(TenantId tenantId, boolean stop) {
    CallbackPolicy first = CallbackPolicy.DEFAULT;
    change(
        "INSERT INTO callback_policy (tenant_id, halted, countries, per_hour, widget_per_hour,"
            + " daily_minutes, daily_cents) VALUES (?, ?, '', ?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE halted = VALUES(halted)",
        tenantId.toString(),
        stop,
        first.perHour(),
        first.widgetPerHour(),
        first.dailyMinutes(),
        first.dailyCents());
  }

  @Override
  public Map<TenantId, CallbackSpend> spends(Set<TenantId> tenants, Instant now) {
    if (tenants.isEmpty()) {
      return Map.of();
    }
    List<String> ids = tenants.stream().map(TenantId::toString).sorted().toList();
    List<Object> parameters = new ArrayList<>();
    parameters.add(day(now));
    parameters.addAll(ids);
    parameters.addAll(ids);
    parameters.addAll(ids);
    Map<TenantId, CallbackSpend> spends = new HashMap<>();
    Map<TenantId, Map<String, Long>> rates = new HashMap<>();
    tenants.forEach(tenant -> spends.put(tenant, CallbackSpend.NONE));
    for (Object[] row :
        rows(
            "SELECT tenant_id, seconds, millionths, 0, '' FROM callback_spend WHERE day = ?"
                + " AND tenant_id"
                + places(ids.size())
                + " UNION ALL SELECT tenant_id, 0, 0, count(*), '' FROM callback_request"
                + " FORCE INDEX (callback_due) WHERE tenant_id"
                + places(ids.size())
                // Those of programs have no widget, and may wait for weeks.
                + " AND state IN ('QUEUED', 'CALLING', 'CONNECTED') AND widget_id <> tenant_id"
                + " GROUP BY tenant_id"
                + " UNION ALL SELECT tenant_id, 0, minute, 0, beginning FROM callback_rate"
                + " WHERE tenant_id"
                + places(ids.size()),
            parameters.toArray())) {
      TenantId tenant = TenantId.parse(row[0].toString());
      String beginning = row[4].toString();
      if (beginning.isEmpty()) {
        spends.merge(
            tenant,
            new CallbackSpend(whole(row[1]), cents(whole(row[2])), (int) whole(row[3])),
            CallbackSpend::plus);
      } else {
        rates.computeIfAbsent(tenant, any -> new HashMap<>()).put(beginning, whole(row[2]));
      }
    }
    rates.forEach(
        (tenant, minutes) ->
            spends.computeIfPresent(tenant, (same, spend) -> spend.at(new CallbackRates(minutes))));
    return spends;
  }

  private static long cents(long millionths) {
    return (millionths + CallbackRates.CENT - 1) / CallbackRates.CENT;
  }

  @Override
  public void addSpend(TenantId tenantId, long seconds, long millionths, Instant now) {
    change(
        "INSERT INTO callback_spend (tenant_id, day, seconds, millionths) VALUES (?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE seconds = seconds + VALUES(seconds),"
            + " millionths = millionths + VALUES(millionths)",
        tenantId.toString(),
        day(now),
        seconds,
        millionths);
  }

  @Override
  public boolean hasOptedOut(TenantId tenantId, E164 number) {
    return !rows(
            "SELECT number, at FROM callback_opt_out WHERE tenant_id = ? AND number = ?",
            tenantId.toString(),
            number.value())
        .isEmpty();
  }

  @Override
  public void optOut(TenantId tenantId, E164 number, Instant now) {
    change(
        "INSERT IGNORE INTO callback_opt_out (tenant_id, number, at) VALUES (?, ?, ?)",
        tenantId.toString(),
        number.value(),
        Micros.of(now));
  }

  @Override
  public List<E164> optedOut(TenantId tenantId, int limit) {
    return rows(
            "SELECT number, at FROM callback_opt_out WHERE tenant_id = ?"
                + " ORDER BY at DESC, number LIMIT ?",
            tenantId.toString(),
            limit)
        .stream()
        .map(row -> new E164(row[0].toString()))
        .toList();
  }

  @Override
  public void count(Collection<Seen> more, Instant now) {
    // In the order of the key: two processes count the same widgets.
    List<List<@Nullable Object>> written =
        more.stream()
            .sorted(Comparator.comparing((Seen one) -> one.widgetId().toString()))
            .map(
                one ->
                    ManyRows.row(
                        one.widgetId().toString(),
                        minute(now),
                        one.tenantId().toString(),
                        one.tally().asked(),
                        one.tally().accepted(),
                        one.tally().refused(),
                        one.tally().limited()))
            .toList();
    write(
        new ManyRows(
            "INSERT INTO callback_tally (widget_id, minute, tenant_id, asked, accepted, refused,"
                + " limited) VALUES ",
            " ON DUPLICATE KEY UPDATE"
                + " asked = asked + VALUES(asked), accepted = accepted + VALUES(accepted),"
                + " refused = refused + VALUES(refused), limited = limited + VALUES(limited)"),
        written);
  }

  @Override
  public Map<WidgetId, CallbackTally> counted(
      Collection<WidgetId> widgets, Instant from, Instant to) {
    if (widgets.isEmpty()) {
      return Map.of();
    }
    List<Object> parameters = new ArrayList<>(List.of(minute(from), minute(to)));
    widgets.forEach(widget -> parameters.add(widget.toString()));
    return rows(
            "SELECT widget_id, sum(asked), sum(accepted), sum(refused), sum(limited)"
                + " FROM callback_tally WHERE minute >= ? AND minute < ? AND widget_id"
                + places(widgets.size())
                + " GROUP BY widget_id",
            parameters.toArray())
        .stream()
        .collect(
            Collectors.toMap(
                row -> WidgetId.parse(row[0].toString()),
                row ->
                    new CallbackTally(
                        (int) whole(row[1]),
                        (int) whole(row[2]),
                        (int) whole(row[3]),
                        (int) whole(row[4]))));
  }

  @Override
  public int level(TenantId tenantId, WidgetId widgetId) {
    return rows(
            "SELECT level, asked FROM callback_alarm"
                + " WHERE widget_id = ? AND tenant_id = ? AND ended_at = 0",
            widgetId.toString(),
            tenantId.toString())
        .stream()
        .findFirst()
        .map(row -> (int) whole(row[0]))
        .orElse(0);
  }

  @Override
  public boolean raise(TenantId tenantId, CallbackAlarm alarm) {
    int before = level(tenantId, alarm.widgetId());
    change(
        "INSERT INTO callback_alarm (widget_id, ended_at, tenant_id, level, asked, refused,"
            + " raised_at, mail_due) VALUES (?, 0, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
            // Before the level: what follows sees what was set before it.
            + " mail_due = IF(VALUES(level) > level, VALUES(mail_due), mail_due), level = greatest(level, VALUES(level)), asked = greatest(asked, VALUES(asked)),"
            + " refused = greatest(refused, VALUES(refused))",
        alarm.widgetId().toString(),
        tenantId.toString(),
        alarm.level(),
        alarm.asked(),
        alarm.refused(),
        Micros.of(alarm.raisedAt()),
        Micros.of(alarm.raisedAt()));
    boolean worse = alarm.level() > before;
    if (worse) {
      tell(tenantId, alarm.widgetId(), alarm.raisedAt());
    }
    return worse;
  }

  @Override
  public boolean end(TenantId tenantId, WidgetId widgetId, Instant now) {
    int ended =
        change(
            "UPDATE callback_alarm SET ended_at = ?"
                + " WHERE widget_id = ? AND tenant_id = ? AND ended_at = 0",
            Micros.of(now),
            widgetId.toString(),
            tenantId.toString());
    if (ended == 1) {
      tell(tenantId, widgetId, now);
    }
    return ended == 1;
  }

  @Override
  public Map<WidgetId, TenantId> alarmsSince(Instant before) {
    return rows(
            "SELECT widget_id, tenant_id FROM callback_alarm WHERE ended_at = 0 AND raised_at < ?",
            Micros.of(before))
        .stream()
        .collect(
            Collectors.toMap(
                row -> WidgetId.parse(row[0].toString()),
                row -> TenantId.parse(row[1].toString())));
  }

  @Override
  public List<CallbackAlarm> alarms(TenantId tenantId, int limit) {
    return rows(
            "SELECT widget_id, level, asked, refused, raised_at, ended_at FROM callback_alarm"
                + " WHERE tenant_id = ? ORDER BY raised_at DESC, widget_id LIMIT ?",
            tenantId.toString(),
            limit)
        .stream()
        .map(
            row ->
                new CallbackAlarm(
                    WidgetId.parse(row[0].toString()),
                    (int) whole(row[1]),
                    (int) whole(row[2]),
                    (int) whole(row[3]),
                    Micros.toInstant(whole(row[4])),
                    whole(row[5]) == 0
                        ? Optional.empty()
                        : Optional.of(Micros.toInstant(whole(row[5])))))
        .toList();
  }

  private void tell(TenantId tenantId, WidgetId widgetId, Instant now) {
    events.publish(Optional.of(tenantId), "alarm", widgetId.toString(), now);
  }

  private static long whole(Object column) {
    return ((Number) column).longValue();
  }

  private static int day(Instant now) {
    return Math.toIntExact(now.getEpochSecond() / Duration.ofDays(1).toSeconds());
  }

  private static int minute(Instant now) {
    return Math.toIntExact(now.getEpochSecond() / 60);
  }
}
