package org.ringfence.domain.memory;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.Ipv4;
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

/** The VM rows, in memory, by the contract of the port. */
public final class MemoryMachines implements VmRepository {
  /** What there is to choose from. */
  public final Map<PlanId, Plan> plans = new LinkedHashMap<>();

  private final Map<VmId, VirtualMachine> rows = new LinkedHashMap<>();
  private final Map<VmId, Instant> nextChecks = new HashMap<>();
  private final Map<VmId, Instant> leases = new HashMap<>();
  private final Map<VmId, Instant> heard = new HashMap<>();
  private final Map<VmId, List<StageChange>> histories = new HashMap<>();

  @Override
  public void add(TenantId tenantId, VirtualMachine machine) {
    rows.put(machine.id(), machine);
    nextChecks.put(machine.id(), Instant.EPOCH);
    histories.put(machine.id(), new ArrayList<>());
  }

  @Override
  public Optional<VirtualMachine> find(TenantId tenantId) {
    return rows.values().stream().filter(row -> row.tenantId().equals(tenantId)).findFirst();
  }

  @Override
  public Optional<VirtualMachine> findById(VmId id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public List<VirtualMachine> list() {
    return List.copyOf(rows.values());
  }

  @Override
  public Set<Ipv4> addressesInUse() {
    return rows.values().stream().map(VirtualMachine::address).collect(toSet());
  }

  @Override
  public void desire(TenantId tenantId, DesiredState desired) {
    find(tenantId).ifPresent(row -> wish(row, desired, row.restartAsked(), Optional.empty()));
  }

  @Override
  public void desireDeletion(TenantId tenantId, Instant after) {
    find(tenantId)
        .filter(row -> row.desired() != DesiredState.DELETED)
        .ifPresent(row -> wish(row, DesiredState.DELETED, row.restartAsked(), Optional.of(after)));
  }

  @Override
  public void askRestart(TenantId tenantId, Instant now) {
    find(tenantId).ifPresent(row -> wish(row, row.desired(), Optional.of(now), row.deleteAfter()));
  }

  @Override
  public void choosePlan(TenantId tenantId, Optional<PlanId> plan) {
    Optional<Plan> chosen = plan.map(plans::get);
    find(tenantId).ifPresent(row -> rows.put(row.id(), row.with(chosen)));
  }

  @Override
  public void restarted(VmId id, Instant asked) {
    findById(id)
        .filter(row -> row.restartAsked().equals(Optional.of(asked)))
        .ifPresent(
            row -> {
              Instant next = check(id);
              wish(row, row.desired(), Optional.empty(), row.deleteAfter());
              nextChecks.put(id, next);
            });
  }

  /** As if it had run this version all the time. */
  public void template(TenantId tenantId, VmTemplate changed) {
    find(tenantId).ifPresent(row -> template(row, changed, false));
  }

  /** As {@link MemoryTemplates} changes it. */
  void template(VirtualMachine row, VmTemplate changed, boolean due) {
    rows.put(row.id(), row.with(changed));
    if (due) {
      nextChecks.put(row.id(), Instant.EPOCH);
    }
  }

  /** As {@link MemorySnapshots} changes it. */
  void disk(VirtualMachine changed, boolean due) {
    rows.put(changed.id(), changed);
    if (due) {
      nextChecks.put(changed.id(), Instant.EPOCH);
    }
  }

  private void wish(
      VirtualMachine row,
      DesiredState desired,
      Optional<Instant> restartAsked,
      Optional<Instant> deleteAfter) {
    rows.put(
        row.id(),
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
    nextChecks.put(row.id(), Instant.EPOCH);
  }

  @Override
  public List<VirtualMachine> claimDue(String owner, int limit, Duration lease, Instant now) {
    List<VirtualMachine> due =
        rows.values().stream()
            .filter(row -> !check(row.id()).isAfter(now))
            .filter(row -> !leases.getOrDefault(row.id(), Instant.EPOCH).isAfter(now))
            .sorted(Comparator.comparing(row -> check(row.id())))
            .limit(limit)
            .toList();
    for (VirtualMachine row : due) {
      leases.put(row.id(), now.plus(lease));
      nextChecks.put(row.id(), now.plus(lease));
    }
    return due;
  }

  @Override
  public void release(VmId id, String owner, Instant nextCheck) {
    leases.remove(id);
    if (!check(id).equals(Instant.EPOCH)) {
      nextChecks.put(id, nextCheck);
    }
  }

  @Override
  public void stage(VmId id, VmStage stage, String reason, Instant now) {
    VirtualMachine row = rows.get(id);
    if (row == null) {
      return;
    }
    int failures =
        switch (stage) {
          case FAILED -> row.failures() + 1;
          case RUNNING -> 0;
          default -> row.failures();
        };
    put(row, stage, reason, row.bootId(), failures, row.stage() == stage ? row.stageSince() : now);
    if (row.stage() != stage || !row.reason().equals(reason)) {
      history(id).add(new StageChange(stage, reason, now));
    }
  }

  @Override
  public void heard(VmId id, String bootId, Instant now) {
    VirtualMachine row = rows.get(id);
    if (row != null) {
      heard.put(id, now);
      if (!row.bootId().equals(bootId)) {
        nextChecks.put(id, Instant.EPOCH);
      }
      put(row, row.stage(), row.reason(), bootId, row.failures(), row.stageSince());
    }
  }

  @Override
  public Optional<Instant> lastHeard(VmId id) {
    return Optional.ofNullable(heard.get(id));
  }

  @Override
  public List<StageChange> history(TenantId tenantId, int limit) {
    return find(tenantId).map(row -> List.copyOf(history(row.id()))).orElse(List.of());
  }

  @Override
  public void remove(VmId id) {
    rows.remove(id);
  }

  /** As {@link MemoryHosts} changes it. */
  void due(VmId id) {
    nextChecks.put(id, Instant.EPOCH);
  }

  /** As {@link MemoryHosts} changes it. */
  void hold(VmId id, Instant until) {
    leases.computeIfPresent(id, (any, lease) -> lease.isAfter(until) ? lease : until);
  }

  public Instant nextCheck(VmId id) {
    return check(id);
  }

  /** The claim of a provisioner that died ends. */
  public void forgetClaims(Instant now) {
    leases.clear();
    rows.keySet().forEach(id -> nextChecks.put(id, now));
  }

  private Instant check(VmId id) {
    return nextChecks.getOrDefault(id, Instant.EPOCH);
  }

  private List<StageChange> history(VmId id) {
    return histories.computeIfAbsent(id, any -> new ArrayList<>());
  }

  private void put(
      VirtualMachine row,
      VmStage stage,
      String reason,
      String bootId,
      int failures,
      Instant since) {
    rows.put(
        row.id(),
        new VirtualMachine(
            row.id(),
            row.tenantId(),
            row.name(),
            row.desired(),
            stage,
            reason,
            row.address(),
            row.guestSecret(),
            row.amiSecret(),
            bootId,
            failures,
            since,
            row.restartAsked(),
            row.deleteAfter(),
            row.disk(),
            row.plan(),
            row.template()));
  }
}
