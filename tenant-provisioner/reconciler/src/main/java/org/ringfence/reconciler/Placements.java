package org.ringfence.reconciler;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.host.HostLoad;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.host.Placement;
import org.ringfence.domain.host.Placement.Choice;
import org.ringfence.domain.host.Placement.Need;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmSpec;

/**
 * Makes VMs on the host where there is room. Where that is stands in the row before the VM is made,
 * so that whoever places the next one counts it; should making it fail, it is placed anew.
 */
final class Placements {
  private final HostRepository hosts;
  private final Placement placement;
  private final ProvisionerSettings settings;
  private final HostSights sights;

  Placements(
      HostRepository hosts, Placement placement, ProvisionerSettings settings, HostSights sights) {
    this.hosts = hosts;
    this.placement = placement;
    this.settings = settings;
    this.sights = sights;
  }

  /**
   * Makes the VM, which is not there.
   *
   * @throws HypervisorException RESOURCES when no host has room; otherwise what the driver throws
   */
  void create(HypervisorDriver driver, VirtualMachine machine, VmSpec spec) {
    if (driver instanceof Hosts able) {
      able.createOn(spec, HostSights.named(place(able, machine, spec)));
    } else {
      driver.create(spec);
    }
  }

  /** Two who are placed at once do not both count on the same room. */
  private synchronized HostName place(Hosts driver, VirtualMachine machine, VmSpec spec) {
    if (hosts.list().isEmpty()) {
      sights.note(driver);
    }
    Choice choice = choose(machine, spec);
    if (choice instanceof Choice.NoRoom none) {
      throw HypervisorException.of(Category.RESOURCES, spec.name(), "choose a host", none.words());
    }
    HostName host = ((Choice.On) choice).host();
    hosts.place(machine.id(), host);
    return host;
  }

  /** Where the VM would go now if it was nowhere. */
  Choice choose(VirtualMachine machine, VmSpec spec) {
    List<HostLoad> loads = hosts.loads(settings.memoryMib(), Optional.of(machine.id()));
    return placement.choose(loads, new Need(spec.memoryMib(), spec.dataMib()));
  }
}
