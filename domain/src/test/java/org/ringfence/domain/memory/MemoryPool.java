package org.ringfence.domain.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.TenantId;

/** The pool's rows, in memory, by the contract of the port. */
public final class MemoryPool implements PoolRepository {
  private final MemoryMachines machines;
  private final Supplier<Optional<TemplateId>> current;
  private final Map<String, PooledMachine> rows = new TreeMap<>();
  private final Map<VmId, Instant> nextLooks = new HashMap<>();
  private final Map<VmId, Instant> leases = new HashMap<>();
  private PoolSize size = PoolSize.NONE;

  /**
   * @param current what new tenants get
   */
  public MemoryPool(MemoryMachines machines, Supplier<Optional<TemplateId>> current) {
    this.machines = machines;
    this.current = current;
  }

  @Override
  public PoolSize size() {
    return size;
  }

  @Override
  public void resize(PoolSize wanted, Instant now) {
    size = wanted;
  }

  @Override
  public List<PooledMachine> list() {
    return List.copyOf(rows.values());
  }

  @Override
  public Optional<VirtualMachine> claim(
      TenantId tenantId,
      Optional<PlanId> plan,
      Secret guestSecret,
      Secret amiSecret,
      String reason,
      Instant now) {
    Optional<PooledMachine> free =
        rows.values().stream()
            .filter(row -> row.stage() == PooledStage.WAITING)
            .filter(row -> row.plan().map(Plan::id).equals(plan))
            .filter(row -> Optional.of(row.template()).equals(current.get()))
            .min(Comparator.comparing(PooledMachine::stageSince));
    return free.map(
        row -> {
          rows.remove(row.name());
          VirtualMachine machine =
              new VirtualMachine(
                      row.id(),
                      tenantId,
                      row.name(),
                      DesiredState.RUNNING,
                      VmStage.REQUESTED,
                      reason,
                      row.address(),
                      guestSecret,
                      amiSecret,
                      "",
                      0,
                      now)
                  .with(row.plan())
                  .with(new VmTemplate(Optional.of(row.template()), Optional.empty()));
          machines.add(tenantId, machine);
          return machine;
        });
  }

  @Override
  public boolean settle(
      String host, Optional<TemplateId> template, TenantNetwork network, Instant now) {
    Optional<Plan> plan = size.plan().map(machines.plans::get);
    boolean changed = false;
    for (PooledMachine row : staying(host)) {
      boolean other =
          template.filter(wanted -> !wanted.equals(row.template())).isPresent()
              || !row.plan().map(Plan::id).equals(size.plan());
      if (template.isPresent() && other) {
        put(row, PooledStage.REQUESTED, "", now, template.get(), plan, row.madeAs(), 0);
        nextLooks.put(row.id(), Instant.EPOCH);
        changed = true;
      }
    }
    int wanted = template.isPresent() ? size.machines() : 0;
    List<PooledMachine> staying = staying(host);
    List<PooledMachine> surplus =
        staying.stream()
            .sorted(Comparator.comparing(row -> row.stage() == PooledStage.WAITING))
            .limit(Math.max(0, staying.size() - wanted))
            .toList();
    for (PooledMachine row : surplus) {
      put(row, PooledStage.LEAVING, "", now, row.template(), Optional.empty(), row.madeAs(), 0);
      nextLooks.put(row.id(), Instant.EPOCH);
      changed = true;
    }
    for (int missing = wanted - staying.size(); missing > 0; missing--) {
      Set<Ipv4> taken = new HashSet<>(machines.addressesInUse());
      rows.values().forEach(row -> taken.add(row.address()));
      VmId id = VmId.random();
      String name = "pool-" + id.toString().substring(0, 8);
      rows.put(
          name,
          new PooledMachine(
              id,
              host,
              name,
              network.lastFree(taken).orElseThrow(),
              PooledStage.REQUESTED,
              "",
              now,
              template.orElseThrow(),
              plan,
              "",
              0));
      changed = true;
    }
    return changed;
  }

  private List<PooledMachine> staying(String host) {
    return rows.values().stream()
        .filter(row -> row.host().equals(host) && row.stage() != PooledStage.LEAVING)
        .toList();
  }

  @Override
  public List<PooledMachine> claimDue(
      String host, String owner, int limit, Duration lease, Instant now) {
    List<PooledMachine> due =
        rows.values().stream()
            .filter(row -> row.host().equals(host))
            .filter(row -> !nextLooks.getOrDefault(row.id(), Instant.EPOCH).isAfter(now))
            .filter(row -> !leases.getOrDefault(row.id(), Instant.EPOCH).isAfter(now))
            .limit(limit)
            .toList();
    for (PooledMachine row : due) {
      leases.put(row.id(), now.plus(lease));
      nextLooks.put(row.id(), now.plus(lease));
    }
    return due;
  }

  @Override
  public void release(VmId id, String owner, Instant nextLook) {
    leases.remove(id);
    if (!nextLooks.getOrDefault(id, Instant.EPOCH).equals(Instant.EPOCH)) {
      nextLooks.put(id, nextLook);
    }
  }

  @Override
  public void waits(PooledMachine machine, String madeAs, Instant now) {
    find(machine.id())
        .filter(row -> row.stage() == PooledStage.REQUESTED || row.stage() == PooledStage.FAILED)
        .filter(row -> row.template().equals(machine.template()))
        .filter(row -> row.plan().map(Plan::id).equals(machine.plan().map(Plan::id)))
        .ifPresent(
            row -> put(row, PooledStage.WAITING, "", now, row.template(), row.plan(), madeAs, 0));
  }

  @Override
  public boolean withdraw(VmId id, String reason, Instant now) {
    Optional<PooledMachine> found = find(id).filter(row -> row.stage() == PooledStage.WAITING);
    found.ifPresent(row -> put(row, PooledStage.REQUESTED, reason, now, row.madeAs(), 0));
    return found.isPresent();
  }

  @Override
  public void failed(VmId id, String reason, Instant now) {
    find(id)
        .filter(row -> row.stage() == PooledStage.REQUESTED || row.stage() == PooledStage.FAILED)
        .ifPresent(
            row -> put(row, PooledStage.FAILED, reason, now, row.madeAs(), row.failures() + 1));
  }

  @Override
  public void remove(VmId id, Instant now) {
    find(id)
        .filter(row -> row.stage() == PooledStage.LEAVING)
        .ifPresent(row -> rows.remove(row.name()));
  }

  /** The claim of a provisioner that died ends. */
  public void forgetClaims(Instant now) {
    leases.clear();
    rows.values().forEach(row -> nextLooks.put(row.id(), now));
  }

  private Optional<PooledMachine> find(VmId id) {
    return rows.values().stream().filter(row -> row.id().equals(id)).findFirst();
  }

  private void put(
      PooledMachine row,
      PooledStage stage,
      String reason,
      Instant now,
      String madeAs,
      int failures) {
    put(row, stage, reason, now, row.template(), row.plan(), madeAs, failures);
  }

  private void put(
      PooledMachine row,
      PooledStage stage,
      String reason,
      Instant now,
      TemplateId template,
      Optional<Plan> plan,
      String madeAs,
      int failures) {
    rows.put(
        row.name(),
        new PooledMachine(
            row.id(),
            row.host(),
            row.name(),
            row.address(),
            stage,
            reason,
            now,
            template,
            plan,
            madeAs,
            failures));
  }
}
