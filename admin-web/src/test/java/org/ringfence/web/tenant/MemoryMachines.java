package org.ringfence.web.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.TenantId;

/**
 * What is wanted of VMs, in memory, by the contract of the port; what provisioners do is refused.
 */
public final class MemoryMachines implements VmRepository {
  /** What there is to choose from. */
  public final Map<PlanId, Plan> plans = new LinkedHashMap<>();

  private final List<VirtualMachine> rows = new ArrayList<>();

  @Override
  public void add(TenantId tenantId, VirtualMachine machine) {
    rows.add(machine);
  }

  @Override
  public Optional<VirtualMachine> find(TenantId tenantId) {
    return rows.stream().filter(row -> row.tenantId().equals(tenantId)).findFirst();
  }

  @Override
  public Optional<VirtualMachine> findById(VmId id) {
    return rows.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  @Override
  public List<VirtualMachine> list() {
    return List.copyOf(rows);
  }

  @Override
  public Set<Ipv4> addressesInUse() {
    return rows.stream().map(VirtualMachine::address).collect(Collectors.toSet());
  }

  @Override
  public void desire(TenantId tenantId, DesiredState desired) {
    find(tenantId).ifPresent(row -> put(row, desired, row.restartAsked(), Optional.empty()));
  }

  @Override
  public void desireDeletion(TenantId tenantId, Instant after) {
    find(tenantId)
        .filter(row -> row.desired() != DesiredState.DELETED)
        .ifPresent(row -> put(row, DesiredState.DELETED, row.restartAsked(), Optional.of(after)));
  }

  @Override
  public void choosePlan(TenantId tenantId, Optional<PlanId> plan) {
    Optional<Plan> chosen = plan.map(plans::get);
    find(tenantId).ifPresent(row -> rows.set(rows.indexOf(row), row.with(chosen)));
  }

  @Override
  public void askRestart(TenantId tenantId, Instant now) {
    find(tenantId).ifPresent(row -> put(row, row.desired(), Optional.of(now), row.deleteAfter()));
  }

  /** As the other side changes it. */
  public void template(TenantId tenantId, VmTemplate changed) {
    find(tenantId).ifPresent(row -> rows.set(rows.indexOf(row), row.with(changed)));
  }

  /** As {@link MemorySnapshots} changes it. */
  void disk(TenantId tenantId, DataDisk changed) {
    find(tenantId).ifPresent(row -> rows.set(rows.indexOf(row), row.with(changed)));
  }

  private void put(
      VirtualMachine row,
      DesiredState desired,
      Optional<Instant> restartAsked,
      Optional<Instant> deleteAfter) {
    rows.set(
        rows.indexOf(row),
        new VirtualMachine(
            row.id(),
            row.tenantId(),
            row.name(),
            desired,
            row.stage(),
            row.reason(),
            row.address(),
            row.guestSecret(),
            row.amiSecret(),
            row.bootId(),
            row.failures(),
            row.stageSince(),
            restartAsked,
            deleteAfter,
            row.disk(),
            row.plan(),
            row.template()));
  }

  @Override
  public void remove(VmId id) {
    rows.removeIf(row -> row.id().equals(id));
  }

  @Override
  public List<StageChange> history(TenantId tenantId, int limit) {
    return List.of();
  }

  @Override
  public void restarted(VmId id, Instant asked) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<VirtualMachine> claimDue(String owner, int limit, Duration lease, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(VmId id, String owner, Instant nextCheck) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stage(VmId id, VmStage stage, String reason, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void heard(VmId id, String bootId, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Instant> lastHeard(VmId id) {
    throw new UnsupportedOperationException();
  }
}
