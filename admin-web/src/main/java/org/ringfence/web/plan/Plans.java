package org.ringfence.web.plan;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.plan.PlanRepository;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/**
 * What a hosting admin does with plans. The size of a VM changes with its next start, the cap on
 * calls with the revision that is asked for, the one on extensions at once.
 */
@ApplicationScoped
@Transactional
public class Plans {
  @Inject PlanRepository plans;
  @Inject PoolRepository pool;
  @Inject VmRepository machines;
  @Inject ExtensionRepository extensions;
  @Inject RevisionRepository revisions;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** The disk of a VM without a plan. */
  @Inject
  @ConfigProperty(name = "ringfence.vm.data", defaultValue = "1024")
  int ownDataMib;

  /** A plan and how many tenants have it. */
  public record Overview(Plan plan, int tenants) {}

  public List<Plan> list() {
    return plans.list();
  }

  public List<Overview> overviews() {
    return plans.list().stream()
        .map(plan -> new Overview(plan, plans.tenants(plan.id()).size()))
        .toList();
  }

  public Optional<Plan> find(PlanId id) {
    return plans.find(id);
  }

  /**
   * Adds or changes a plan.
   *
   * @param id of the one that is changed; empty for a new one
   * @throws InvalidForm when a field is refused
   */
  public Plan save(Optional<PlanId> id, PlanForm form, String actor) {
    Plan plan = form.toPlan(id.orElseGet(PlanId::random));
    Optional<Plan> before = id.flatMap(plans::find);
    List<TenantId> holders = before.isPresent() ? plans.tenants(plan.id()) : List.of();
    if (!holders.isEmpty() && plan.dataMib() < before.orElseThrow().dataMib()) {
      throw refused(
          "dataMib",
          "Tenants have this plan, and their disks can only grow. It must be at least "
              + before.orElseThrow().dataMib()
              + ".");
    }
    for (TenantId holder : holders) {
      requireRoom(holder, plan, "extensions");
    }
    try {
      plans.save(plan);
    } catch (NameTaken taken) {
      throw new InvalidForm(taken.field(), taken);
    }
    Instant now = clock.instant();
    for (TenantId holder : holders) {
      revisions.request(holder, "The plan " + plan.name() + " changed", actor, now);
    }
    audit.append(new AuditEntry(Optional.empty(), actor, "plan.saved", plan.name().value(), now));
    return plan;
  }

  /**
   * Deletes a plan; nothing happens when it is not there.
   *
   * @throws InvalidForm when a tenant has it, or the pool
   */
  public void delete(PlanId id, String actor) {
    Optional<Plan> plan = plans.find(id);
    if (plan.isEmpty()) {
      return;
    }
    if (pool.size().plan().equals(Optional.of(id))) {
      throw refused(
          "plan",
          "The machines of the pool have this plan. Please choose another one there first.");
    }
    if (!plans.delete(id)) {
      throw refused("plan", "Tenants have this plan. Please give them another one first.");
    }
    audit.append(
        new AuditEntry(
            Optional.empty(), actor, "plan.deleted", plan.get().name().value(), clock.instant()));
  }

  /**
   * Gives a tenant another plan; a VM whose size changes is restarted.
   *
   * @param id empty for none: what every VM of the installation has, without a cap
   * @throws InvalidForm when it is too small for what the tenant has
   */
  public void choose(Tenant tenant, Optional<PlanId> id, String actor) {
    VirtualMachine machine =
        machines
            .find(tenant.id())
            .filter(found -> found.desired() != DesiredState.DELETED)
            .orElseThrow(
                () -> refused("plan", "The tenant's machine is deleted or being deleted."));
    Optional<Plan> chosen = id.map(this::existing);
    if (chosen.equals(machine.plan())) {
      return;
    }
    int has = machine.plan().map(Plan::dataMib).orElse(ownDataMib);
    int gets = chosen.map(Plan::dataMib).orElse(ownDataMib);
    if (gets < has) {
      throw refused(
          "plan",
          "The tenant's disk has "
              + has
              + " MiB and can only grow. Please choose a plan with at least as much.");
    }
    chosen.ifPresent(plan -> requireRoom(tenant.id(), plan, "plan"));
    Instant now = clock.instant();
    machines.choosePlan(tenant.id(), id);
    if (machine.desired().isUp() && !isSameSize(machine.plan(), chosen)) {
      machines.askRestart(tenant.id(), now);
    }
    String name = chosen.map(plan -> plan.name().value()).orElse("none");
    revisions.request(tenant.id(), "Plan: " + name, actor, now);
    audit.append(
        new AuditEntry(
            Optional.of(tenant.id()), actor, "tenant.plan", tenant.slug() + ": " + name, now));
  }

  /**
   * The plan that a form names.
   *
   * @throws InvalidForm when there is none
   */
  public Plan existing(PlanId id) {
    return plans.find(id).orElseThrow(() -> refused("plan", "There is no such plan."));
  }

  private static boolean isSameSize(Optional<Plan> before, Optional<Plan> after) {
    return before.isPresent() && after.isPresent() && before.get().isSizedLike(after.get());
  }

  private void requireRoom(TenantId tenantId, Plan plan, String field) {
    int has = extensions.list(tenantId).size();
    if (has > plan.extensions()) {
      throw refused(
          field,
          "There is a tenant with "
              + has
              + " extensions, and this plan has room for "
              + plan.extensions()
              + ".");
    }
  }

  private static InvalidForm refused(String field, String sentence) {
    return new InvalidForm(Map.of(field, sentence));
  }
}
