package org.ringfence.widget;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackSpend;
import org.ringfence.domain.callback.CallbackTally;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.tenant.TenantId;

/** One tenant's protection in memory, over its one widget. */
final class FakeGuards implements CallbackGuardRepository {
  private final FakeRequests requests;
  private final Set<E164> optedOut = new HashSet<>();
  private final TreeMap<Instant, CallbackTally> tallies = new TreeMap<>();
  private final List<CallbackAlarm> alarms = new ArrayList<>();
  private CallbackPolicy policy = CallbackPolicy.DEFAULT;
  private CallingPolicy calling = CallingPolicy.standard();
  private CallbackRates rates = CallbackRates.NONE;
  private long seconds;
  private long millionths;

  FakeGuards(FakeRequests requests) {
    this.requests = requests;
  }

  @Override
  public synchronized CallbackPolicy policy(TenantId tenantId) {
    return policy;
  }

  @Override
  public synchronized CallingPolicy callingPolicy(TenantId tenantId) {
    return calling;
  }

  /** What the tenant's telephones may call. */
  synchronized void allow(Set<CallingPolicy.Allowed> allowed, Set<Country> countries) {
    CallingPolicy usual = CallingPolicy.standard();
    calling =
        new CallingPolicy(
            usual.id(), usual.name(), allowed, countries, Optional.empty(), Optional.empty());
  }

  /** What a minute costs. */
  synchronized void charge(String lines) {
    rates = CallbackRates.parse(lines);
  }

  @Override
  public synchronized void save(TenantId tenantId, CallbackPolicy changed) {
    policy = policy(policy.halted(), changed);
  }

  @Override
  public synchronized void halt(TenantId tenantId, boolean stop) {
    policy = policy(stop, policy);
  }

  private static CallbackPolicy policy(boolean halted, CallbackPolicy limits) {
    return new CallbackPolicy(
        halted,
        limits.countries(),
        limits.perHour(),
        limits.widgetPerHour(),
        limits.dailyMinutes(),
        limits.dailyCents());
  }

  @Override
  public synchronized Map<TenantId, CallbackSpend> spends(Set<TenantId> tenants, Instant now) {
    int open = (int) requests.all().stream().filter(each -> !each.state().isFinal()).count();
    CallbackSpend spend = new CallbackSpend(seconds, (millionths + 9_999) / 10_000, open, rates);
    return tenants.stream().collect(Collectors.toMap(tenant -> tenant, tenant -> spend));
  }

  @Override
  public synchronized void addSpend(TenantId tenantId, long more, long price, Instant now) {
    seconds += more;
    millionths += price;
  }

  @Override
  public synchronized boolean hasOptedOut(TenantId tenantId, E164 number) {
    return optedOut.contains(number);
  }

  @Override
  public synchronized void optOut(TenantId tenantId, E164 number, Instant now) {
    optedOut.add(number);
  }

  @Override
  public synchronized List<E164> optedOut(TenantId tenantId, int limit) {
    return List.copyOf(optedOut);
  }

  @Override
  public synchronized void count(Collection<Seen> more, Instant now) {
    more.forEach(
        one ->
            tallies.merge(now.truncatedTo(ChronoUnit.MINUTES), one.tally(), CallbackTally::plus));
  }

  @Override
  public synchronized Map<WidgetId, CallbackTally> counted(
      Collection<WidgetId> widgets, Instant from, Instant to) {
    CallbackTally all =
        tallies
            .subMap(from.truncatedTo(ChronoUnit.MINUTES), to.truncatedTo(ChronoUnit.MINUTES))
            .values()
            .stream()
            .reduce(CallbackTally.NONE, CallbackTally::plus);
    return widgets.stream().collect(Collectors.toMap(widget -> widget, widget -> all));
  }

  @Override
  public synchronized Map<WidgetId, TenantId> alarmsSince(Instant before) {
    throw new UnsupportedOperationException("No test here waits for the end of an alarm");
  }

  @Override
  public synchronized int level(TenantId tenantId, WidgetId widgetId) {
    return alarms.stream()
        .filter(CallbackAlarm::open)
        .map(CallbackAlarm::level)
        .findFirst()
        .orElse(0);
  }

  @Override
  public synchronized boolean raise(TenantId tenantId, CallbackAlarm alarm) {
    int before = level(tenantId, alarm.widgetId());
    if (alarm.level() <= before) {
      return false;
    }
    alarms.removeIf(CallbackAlarm::open);
    alarms.add(alarm);
    return true;
  }

  @Override
  public synchronized boolean end(TenantId tenantId, WidgetId widgetId, Instant now) {
    boolean open = level(tenantId, widgetId) > 0;
    alarms.replaceAll(
        alarm ->
            alarm.open()
                ? new CallbackAlarm(
                    alarm.widgetId(),
                    alarm.level(),
                    alarm.asked(),
                    alarm.refused(),
                    alarm.raisedAt(),
                    Optional.of(now))
                : alarm);
    return open;
  }

  @Override
  public synchronized List<CallbackAlarm> alarms(TenantId tenantId, int limit) {
    return List.copyOf(alarms);
  }
}
