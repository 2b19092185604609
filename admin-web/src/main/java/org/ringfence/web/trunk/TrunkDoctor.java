package org.ringfence.web.trunk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.doctor.Diagnosis;
import org.ringfence.domain.doctor.Evidence;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.doctor.ExaminationRepository;
import org.ringfence.domain.doctor.Finding;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;

/** What a tenant admin does to find out whether a trunk works, and why not. */
@ApplicationScoped
@Transactional
public class TrunkDoctor {
  @Inject Trunks trunks;
  @Inject TrunkRepository stored;
  @Inject TenantRepository tenants;
  @Inject HandlingRepository handlings;
  @Inject ExaminationRepository examinations;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** An examination as of now, with what was found once it is done. */
  public record Result(
      Examination examination, Examination.State state, List<Finding> findings, Evidence evidence) {
    public Result {
      findings = List.copyOf(findings);
    }

    /** Whether there will be more to see. */
    public boolean isUnderway() {
      return state == Examination.State.REQUESTED || state == Examination.State.RUNNING;
    }
  }

  /**
   * Asks the PBX to examine a trunk.
   *
   * @param number who is called for a test; blank for no call
   * @throws InvalidForm when the number is refused, or the trunk cannot be examined now
   */
  public Result request(TenantId tenantId, Trunk trunk, String number, String actor) {
    Instant now = clock.instant();
    if (!trunk.enabled()) {
      throw new InvalidForm(
          Map.of(
              "trunk",
              "This trunk is switched off, so the PBX does not know it. Please switch it on first."));
    }
    if (examinations.list(tenantId, trunk.id()).stream()
        .anyMatch(each -> each.stateAt(now) != Examination.State.DONE && isUnderway(each, now))) {
      throw new InvalidForm(
          Map.of("trunk", "This trunk is being tested. Please wait for the result."));
    }
    Optional<E164> called =
        number.isBlank() ? Optional.empty() : Optional.of(allowed(tenantId, trunk, number));
    Examination examination = Examination.of(trunk.id(), called, actor, now);
    examinations.add(tenantId, examination);
    audit.append(
        new AuditEntry(Optional.of(tenantId), actor, "trunk.examined", trunk.name().value(), now));
    return result(trunk, examination);
  }

  private static boolean isUnderway(Examination each, Instant now) {
    Examination.State state = each.stateAt(now);
    return state == Examination.State.REQUESTED || state == Examination.State.RUNNING;
  }

  /** A test call costs what any call costs: what the policy refuses is refused here, too. */
  private E164 allowed(TenantId tenantId, Trunk trunk, String text) {
    E164 number;
    try {
      number = new E164(text.replaceAll("[\\s()/.-]", ""));
    } catch (InvalidValue refused) {
      throw new InvalidForm("number", refused);
    }
    CallingPolicy policy = CallingPolicy.of(new CallHandling(handlings.list(tenantId)));
    boolean refused =
        tenants
            .find(tenantId)
            .map(Tenant::country)
            .flatMap(own -> policy.refusal(NumberRanges.of(number), own))
            .isPresent();
    if (refused && !trunk.callerId().equals(Optional.of(number))) {
      throw new InvalidForm(
          Map.of(
              "number",
              "The calling policy refuses this number. Please choose another one, or change the"
                  + " policy under Outbound."));
    }
    return number;
  }

  public Optional<Result> find(TenantId tenantId, TrunkId trunkId, ExaminationId id) {
    return stored
        .find(tenantId, trunkId)
        .flatMap(
            trunk ->
                examinations
                    .find(tenantId, id)
                    .filter(each -> each.trunkId().equals(trunkId))
                    .map(each -> result(trunk, each)));
  }

  /** The newest of a trunk, newest first. */
  public List<Result> list(TenantId tenantId, Trunk trunk) {
    return examinations.list(tenantId, trunk.id()).stream()
        .map(each -> result(trunk, each))
        .toList();
  }

  private Result result(Trunk trunk, Examination examination) {
    Instant now = clock.instant();
    Evidence seen = Evidence.parse(examination.report());
    Examination.State state = examination.stateAt(now);
    List<Finding> findings =
        state == Examination.State.DONE
            ? Diagnosis.of(trunk, examination.number(), seen, examination.changedAt())
            : List.of();
    return new Result(examination, state, findings, seen);
  }

  /**
   * Makes the change that a finding proposes; empty when there is no such finding with a change.
   *
   * @throws InvalidForm when a field is refused
   */
  public Optional<Trunks.Saved> apply(
      TenantId tenantId, Trunk trunk, Result result, String code, String actor) {
    return result.findings().stream()
        .filter(finding -> finding.code().text().equals(code))
        .flatMap(finding -> finding.change().stream())
        .findFirst()
        .map(
            change -> {
              TrunkForm form = TrunkForm.of(trunk);
              change
                  .values()
                  .forEach(
                      (field, value) -> {
                        switch (field) {
                          case "transport" -> form.setTransport(value);
                          case "port" -> form.setPort(value);
                          case "numberFormat" -> form.setNumberFormat(value);
                          default -> form.set(field, value);
                        }
                      });
              return trunks.save(tenantId, Optional.of(trunk.id()), form, actor);
            });
  }
}
