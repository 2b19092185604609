package org.ringfence.reconciler;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.host.Placement.Choice;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.hypervisor.Evacuation;
import org.ringfence.hypervisor.HostMoves;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;

/**
 * Looks at the hosts again and again, and makes come true what is wanted of them, as far as the
 * engine has a part in it: one that carries VMs is asked to empty the host; others are asked to
 * close it when its VMs have moved away ({@link Relocations}). Level-triggered like the rest: each
 * look decides from rows and from what the driver says.
 */
final class HostWatch {
  private final HostRepository hosts;
  private final VmRepository machines;
  private final Supplier<HypervisorDriver> drivers;
  private final HostSights sights;
  private final Placements placements;
  private final ProvisionerSettings settings;
  private final Clock clock;

  HostWatch(
      HostRepository hosts,
      VmRepository machines,
      Supplier<HypervisorDriver> drivers,
      HostSights sights,
      Placements placements,
      ProvisionerSettings settings,
      Clock clock) {
    this.hosts = hosts;
    this.machines = machines;
    this.drivers = drivers;
    this.sights = sights;
    this.placements = placements;
    this.settings = settings;
    this.clock = clock;
  }

  void look() {
    HypervisorDriver driver = drivers.get();
    if (!(driver instanceof Hosts able)) {
      return;
    }
    sights.note(able);
    for (Host host : hosts.list()) {
      switch (host.wish()) {
        case OPEN, MAINTENANCE -> {}
        case DRAIN -> drain(driver, host);
        case REOPEN -> reopen(driver, host);
      }
    }
  }

  private void drain(HypervisorDriver driver, Host host) {
    String failure = "";
    List<TenantId> left = hosts.tenants(host.name());
    if (host.state() == Host.State.UP
        && driver instanceof Evacuation engine
        && (left.isEmpty() || engine.carriesVms())) {
      try {
        engine.evacuate(HostSights.named(host.name()));
        sights.note((Hosts) driver);
        left = hosts.tenants(host.name());
      } catch (HypervisorException refused) {
        failure = " " + Reasons.of(refused);
      }
    }
    hosts.note(host.name(), words(driver, host, left) + failure, clock.instant());
  }

  private String words(HypervisorDriver driver, Host host, List<TenantId> left) {
    if (left.isEmpty()) {
      return "It is empty.";
    }
    String count = left.size() == 1 ? "1 tenant is on it." : left.size() + " tenants are on it.";
    if (host.state() == Host.State.LOST) {
      return count + " They stay until the host answers again.";
    }
    if (!(driver instanceof HostMoves)) {
      return count
          + " They stay: the hypervisor "
          + driver.info().name()
          + " has one host and moves nothing. Stop them, or delete them.";
    }
    return count + obstacle(left).map(words -> " They stay: " + words).orElse("");
  }

  /** Why the first of these that finds no room finds none. */
  private Optional<String> obstacle(List<TenantId> left) {
    for (TenantId tenant : left) {
      Optional<VirtualMachine> machine = machines.find(tenant);
      if (machine.isPresent()
          && placements.choose(machine.get(), settings.specOf(machine.get()))
              instanceof Choice.NoRoom none) {
        return Optional.of(none.words());
      }
    }
    return Optional.empty();
  }

  private void reopen(HypervisorDriver driver, Host host) {
    HostName name = host.name();
    try {
      if (driver instanceof Evacuation engine) {
        engine.reopen(HostSights.named(name));
        sights.note((Hosts) driver);
      }
      hosts.reopened(name, clock.instant());
    } catch (HypervisorException refused) {
      hosts.note(name, Reasons.of(refused), clock.instant());
    }
  }
}
