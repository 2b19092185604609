package org.ringfence.reconciler;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

/**
 * What every VM of this installation has in common, or has without a plan.
 *
 * @param guestUrl where guests reach the centre
 * @param guestPin the public key they expect there, as curl's {@code --pinnedpubkey} wants it
 * @param template the directory of the guest image that new VMs get; empty when none is set. Other
 *     versions lie beside it
 * @param dns name servers for the guests, separated by blanks; empty leaves them without
 * @param vcpus processors of a VM
 * @param memoryMib memory of a VM
 * @param dataMib the tenant's own disk, which grows on use
 * @param bootLimit from a started process to the guest's first request; emulation needs minutes on
 *     a busy host
 * @param configureLimit from that request to an Asterisk that answers
 * @param startsAtOnce how many VMs start at the same time
 */
record ProvisionerSettings(
    TenantNetwork network,
    String guestUrl,
    String guestPin,
    Optional<Path> template,
    String dns,
    int vcpus,
    int memoryMib,
    int dataMib,
    Duration bootLimit,
    Duration configureLimit,
    int startsAtOnce) {

  /** What VMs are like, with these plans and without one; under a name and an address of none. */
  List<VmSpec> shapes(List<Plan> plans) {
    VmName name = VmName.of("shape");
    String address = network.firstFree(Set.of()).orElseThrow().value();
    return Stream.concat(Stream.of(Optional.<Plan>empty()), plans.stream().map(Optional::of))
        .map(plan -> spec(name, address, plan, Optional.empty()))
        .distinct()
        .toList();
  }

  VmSpec specOf(VirtualMachine machine) {
    return spec(
        VmName.of(machine.name()),
        machine.address().value(),
        machine.plan(),
        machine.template().version());
  }

  /** As {@link #specOf(VirtualMachine)} says of the tenant's that may get it. */
  VmSpec specOf(PooledMachine machine) {
    return spec(
        VmName.of(machine.name()),
        machine.address().value(),
        machine.plan(),
        Optional.of(machine.template()));
  }

  /** What new VMs get; empty when it is not in a directory that is named for a version. */
  Optional<TemplateId> currentTemplate() {
    return template
        .map(directory -> String.valueOf(directory.getFileName()))
        .filter(TemplateId::isValid)
        .map(TemplateId::new);
  }

  private VmSpec spec(
      VmName name, String address, Optional<Plan> plan, Optional<TemplateId> version) {
    Path current =
        template.orElseThrow(
            () ->
                HypervisorException.of(
                        Category.USER,
                        name,
                        "find the guest image",
                        "ringfence.template is not set")
                    .withRemedy("Build the image and name its directory."));
    return new VmSpec(
        name,
        Template.inDirectory(version.map(id -> current.resolveSibling(id.value())).orElse(current)),
        plan.map(Plan::vcpus).orElse(vcpus),
        plan.map(Plan::memoryMib).orElse(memoryMib),
        plan.map(Plan::dataMib).orElse(dataMib),
        VmNetwork.of(
            Ipv4Interface.parse(address + "/" + network.prefix()),
            Ipv4Address.parse(network.host().value())));
  }
}
