package org.ringfence.web.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Country;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRateRepository;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.number.NumberClass;
import org.ringfence.domain.number.NumberRanges.NumberRange;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/** What a tenant admin does about the limits of callbacks, and the switch that stops them all. */
@ApplicationScoped
@Transactional
public class CallbackPolicies {
  @Inject CallbackGuardRepository guards;
  @Inject CallbackRateRepository rates;
  @Inject TenantRepository tenants;
  @Inject LiveEvents live;
  @Inject AuditLog audit;
  @Inject Clock clock;

  public CallbackPolicy policy(TenantId tenantId) {
    return guards.policy(tenantId);
  }

  /** Minutes of callbacks to visitors on this day (UTC), begun ones whole. */
  public long minutesToday(TenantId tenantId) {
    return (guards.spend(tenantId, clock.instant()).seconds() + 59) / 60;
  }

  /** What callbacks to visitors cost on this day (UTC), in hundredths, begun ones whole. */
  public long centsToday(TenantId tenantId) {
    return guards.spend(tenantId, clock.instant()).cents();
  }

  public CallbackRates rates(TenantId tenantId) {
    return rates.find(tenantId);
  }

  /** Of widgets that are slowed down now. */
  public List<CallbackAlarm> openAlarms(TenantId tenantId) {
    return guards.alarms(tenantId, 100).stream().filter(CallbackAlarm::open).toList();
  }

  /**
   * Stores what the form describes.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  public CallbackPolicy save(TenantId tenantId, CallbackLimitsForm form, String actor) {
    CallbackPolicy before = guards.policy(tenantId);
    CallbackPolicy policy = form.toPolicy(before);
    CallbackRates priced = form.toRates();
    requireCallable(tenantId, policy);
    if (!policy.equals(before)) {
      guards.save(tenantId, policy);
      record(tenantId, "callbacks.limited", actor);
    }
    if (!priced.equals(rates.find(tenantId))) {
      rates.save(tenantId, priced);
      record(tenantId, "callbacks.priced", actor);
    }
    return policy;
  }

  /** A country that the PBX would refuse is none that a widget can call. */
  private void requireCallable(TenantId tenantId, CallbackPolicy policy) {
    CallingPolicy calling = guards.callingPolicy(tenantId);
    Country own = tenants.find(tenantId).orElseThrow().country();
    List<String> refused =
        policy.countries().stream()
            .map(Country::code)
            .filter(
                code -> calling.refusal(new NumberRange(code, NumberClass.FIXED), own).isPresent())
            .sorted()
            .toList();
    if (!refused.isEmpty()) {
      throw new InvalidForm(
          Map.of(
              "countries",
              "Your calling policy does not allow calls to "
                  + String.join(", ", refused)
                  + ". Please allow them there first (Outbound, Calling policy)."));
    }
  }

  /** Stops all callbacks of the tenant, or lets them go on; what waits keeps waiting. */
  public void halt(TenantId tenantId, boolean stop, String actor) {
    if (guards.policy(tenantId).halted() != stop) {
      guards.halt(tenantId, stop);
      record(tenantId, stop ? "callbacks.stopped" : "callbacks.resumed", actor);
    }
  }

  private void record(TenantId tenantId, String action, String actor) {
    Instant now = clock.instant();
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, "", now));
    live.publish(Optional.of(tenantId), "callback", tenantId.toString(), now);
  }
}
