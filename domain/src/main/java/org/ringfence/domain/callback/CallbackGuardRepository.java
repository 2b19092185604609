package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.tenant.TenantId;

/** What keeps a tenant's widgets from becoming a weapon or a bill. */
public interface CallbackGuardRepository {
  /** {@link CallbackPolicy#DEFAULT} until one is saved. */
  CallbackPolicy policy(TenantId tenantId);

  /** What the tenant lets any of its telephones call; the usual until it says otherwise. */
  CallingPolicy callingPolicy(TenantId tenantId);

  /** Saves the limits; the kill switch stays as it is, whoever throws it meanwhile. */
  void save(TenantId tenantId, CallbackPolicy policy);

  /** Throws the kill switch, or puts it back; the limits stay as they are. */
  void halt(TenantId tenantId, boolean stop);

  /** What the day of {@code now} used so far. */
  default CallbackSpend spend(TenantId tenantId, Instant now) {
    return spends(Set.of(tenantId), now).getOrDefault(tenantId, CallbackSpend.NONE);
  }

  /** What the day of {@code now} used so far, of each of these tenants. */
  @AcrossTenants("each is asked for by its id")
  Map<TenantId, CallbackSpend> spends(Set<TenantId> tenants, Instant now);

  /**
   * Adds what a finished call used; once per call is the caller's duty.
   *
   * @param millionths of the tenant's currency
   */
  void addSpend(TenantId tenantId, long seconds, long millionths, Instant now);

  boolean hasOptedOut(TenantId tenantId, E164 number);

  /** The person who has this number is not called again, for ever. Twice is once. */
  void optOut(TenantId tenantId, E164 number, Instant now);

  /** The newest first. */
  List<E164> optedOut(TenantId tenantId, int limit);

  /** What one widget saw. */
  record Seen(TenantId tenantId, WidgetId widgetId, CallbackTally tally) {}

  /** Adds to what is known of widgets' requests in the minute of {@code now}. */
  @AcrossTenants("each names its tenant")
  void count(Collection<Seen> more, Instant now);

  /**
   * The requests from {@code from} until before {@code to}, both rounded down to minutes, of those
   * of these widgets that had any.
   */
  @AcrossTenants("the pattern of all widgets is watched at once")
  Map<WidgetId, CallbackTally> counted(Collection<WidgetId> widgets, Instant from, Instant to);

  /** How hard the widget is slowed down: 0 when no alarm is open. */
  int level(TenantId tenantId, WidgetId widgetId);

  /** Opens the widget's alarm, or changes the open one; true when it is new or worse. */
  boolean raise(TenantId tenantId, CallbackAlarm alarm);

  /** True when an alarm was open. */
  boolean end(TenantId tenantId, WidgetId widgetId, Instant now);

  /** Those that have been open since before. */
  @AcrossTenants("the pattern of all widgets is watched at once")
  Map<WidgetId, TenantId> alarmsSince(Instant before);

  /** The newest first. */
  List<CallbackAlarm> alarms(TenantId tenantId, int limit);
}
