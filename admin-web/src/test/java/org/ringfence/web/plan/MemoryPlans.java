package org.ringfence.web.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.plan.PlanRepository;
import org.ringfence.domain.tenant.TenantId;

/** Plans in memory, by the contract of the port. */
final class MemoryPlans implements PlanRepository {
  private final MemoryMachines machines;

  MemoryPlans(MemoryMachines machines) {
    this.machines = machines;
  }

  @Override
  public List<Plan> list() {
    return machines.plans.values().stream()
        .sorted(Comparator.comparing(plan -> plan.name().value()))
        .toList();
  }

  @Override
  public Optional<Plan> find(PlanId id) {
    return Optional.ofNullable(machines.plans.get(id));
  }

  @Override
  public void save(Plan plan) {
    if (machines.plans.values().stream()
        .anyMatch(other -> other.name().equals(plan.name()) && !other.id().equals(plan.id()))) {
      throw new NameTaken("name", "taken");
    }
    List<TenantId> holders = tenants(plan.id());
    machines.plans.put(plan.id(), plan);
    holders.forEach(holder -> machines.choosePlan(holder, Optional.of(plan.id())));
  }

  @Override
  public boolean delete(PlanId id) {
    return tenants(id).isEmpty() && machines.plans.remove(id) != null;
  }

  @Override
  public List<TenantId> tenants(PlanId id) {
    return machines.list().stream()
        .filter(row -> row.plan().filter(plan -> plan.id().equals(id)).isPresent())
        .map(VirtualMachine::tenantId)
        .toList();
  }
}
