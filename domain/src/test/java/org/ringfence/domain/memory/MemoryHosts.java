package org.ringfence.domain.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostLoad;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.tenant.TenantId;

/** The rows of hosts, in memory, by the contract of the port. */
public final class MemoryHosts implements HostRepository {
  private final MemoryMachines machines;
  private final Map<HostName, Host> rows = new TreeMap<>();
  private final Map<VmId, HostName> places = new HashMap<>();

  public MemoryHosts(MemoryMachines machines) {
    this.machines = machines;
  }

  @Override
  public List<Host> list() {
    return List.copyOf(rows.values());
  }

  @Override
  public Optional<Host> find(HostName name) {
    return Optional.ofNullable(rows.get(name));
  }

  @Override
  public List<HostLoad> loads(int memoryMib, Optional<VmId> except) {
    return rows.values().stream()
        .map(
            host -> {
              List<VirtualMachine> here =
                  on(host.name()).stream()
                      .filter(row -> !Optional.of(row.id()).equals(except))
                      .toList();
              long sum =
                  here.stream()
                      .mapToLong(row -> row.plan().map(Plan::memoryMib).orElse(memoryMib))
                      .sum();
              return new HostLoad(host, here.size(), sum);
            })
        .toList();
  }

  private List<VirtualMachine> on(HostName host) {
    return machines.list().stream().filter(row -> host.equals(places.get(row.id()))).toList();
  }

  @Override
  public List<TenantId> tenants(HostName name) {
    return on(name).stream().map(VirtualMachine::tenantId).toList();
  }

  @Override
  public Optional<HostName> of(VmId vm) {
    return Optional.ofNullable(places.get(vm));
  }

  @Override
  public void found(Collection<Host> present, Instant now) {
    for (Host seen : present) {
      Host before = rows.getOrDefault(seen.name(), seen);
      boolean lost = seen.state() == Host.State.LOST;
      rows.put(
          seen.name(),
          new Host(
              seen.name(),
              seen.state(),
              seen.reason(),
              lost ? before.capacity() : seen.capacity(),
              seen.used(),
              before.wish(),
              before.note(),
              lost ? before.seenAt() : seen.seenAt()));
    }
  }

  @Override
  public void located(Map<String, HostName> hosts) {
    machines
        .list()
        .forEach(
            row -> {
              HostName host = hosts.get(row.name());
              if (host != null) {
                places.put(row.id(), host);
              }
            });
  }

  @Override
  public void place(VmId vm, HostName host) {
    places.put(vm, host);
  }

  @Override
  public void wake(String vm) {
    machines.list().stream()
        .filter(row -> row.name().equals(vm))
        .forEach(row -> machines.due(row.id()));
  }

  @Override
  public void hold(VmId vm, Instant until) {
    machines.hold(vm, until);
  }

  @Override
  public void wish(HostName name, Host.Wish wish, Instant now) {
    rows.computeIfPresent(name, (any, host) -> host.with(wish, ""));
    on(name).forEach(row -> machines.due(row.id()));
  }

  @Override
  public void reopened(HostName name, Instant now) {
    rows.computeIfPresent(
        name,
        (any, host) -> host.wish() == Host.Wish.REOPEN ? host.with(Host.Wish.OPEN, "") : host);
  }

  @Override
  public void note(HostName name, String words, Instant now) {
    rows.computeIfPresent(name, (any, host) -> host.with(host.wish(), words));
  }
}
