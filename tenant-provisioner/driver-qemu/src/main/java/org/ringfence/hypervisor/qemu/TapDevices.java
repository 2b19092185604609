package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;

/**
 * The VMs' network devices on this host. Each joins the bridge as an isolated port: it reaches the
 * host and ports that are not isolated, and no other tenant (bridge(8), "isolated"). A device's
 * alias names its VM, so that it is found again without any record.
 */
final class TapDevices {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ALIAS = "ringfence ";

  private final Path kernel;
  private final QemuSettings settings;
  private final Caller caller;

  TapDevices(QemuSettings settings, Caller caller) {
    this.kernel = Path.of("/sys/class/net");
    this.caller = caller;
    this.settings = settings;
  }

  /** Refuses when the bridge is not there. */
  void requireBridge(VmName vm) {
    String bridge = settings.bridge();
    String step = "find the bridge " + bridge;
    if (!Files.isDirectory(kernel.resolve(bridge))) {
      throw HypervisorException.of(
              Category.EXTERNAL, vm, step, "this host has no such network device")
          .withRemedy(
              "Make it: ip link add name "
                  + bridge
                  + " type bridge && ip link set "
                  + bridge
                  + " up");
    }
    if (!Files.isDirectory(kernel.resolve(bridge).resolve("bridge"))) {
      throw HypervisorException.of(Category.USER, vm, step, "that device is no bridge")
          .withRemedy("Name a bridge in ringfence.qemu.bridge.");
    }
  }

  /** The VM that the device was made for. */
  Optional<VmName> owner(String device) {
    try {
      String alias = Files.readString(kernel.resolve(device).resolve("ifalias")).strip();
      return alias.startsWith(ALIAS) && VmName.isValid(alias.substring(ALIAS.length()))
          ? Optional.of(VmName.of(alias.substring(ALIAS.length())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // No such device, or it is just going away.
    }
  }

  /** Makes the VM's device, anew when it is there already. */
  void attach(VmName vm, VmNetwork network) {
    requireBridge(vm);
    String device = tapName(vm, network);
    if (Files.exists(kernel.resolve(device))) {
      remove(vm, device);
    }
    String to = "link set dev " + device;
    // Whoever is not root opens the device as its owner; QEMU needs no right of its own then.
    String owner = caller.isRoot() ? "" : " user " + caller.uid();
    ip(
        vm,
        "make the tap device " + device,
        List.of(
            "tuntap add dev " + device + " mode tap" + owner,
            to + " alias \"" + ALIAS + vm + "\"",
            to + " addrgenmode none",
            to + " master " + settings.bridge(),
            to + " type bridge_slave isolated on",
            to + " up"));
    Steps.done(vm, "attached its tap device");
  }

  String tapName(VmName vm, VmNetwork network) {
    try {
      return settings.tapName(network);
    } catch (IllegalArgumentException e) {
      throw HypervisorException.of(
              Category.USER, vm, "name the tap device", String.valueOf(e.getMessage()))
          .withCause(e);
    }
  }

  /** Removes every device made for the VM, also when the bridge is gone. */
  void detach(VmName vm) {
    List<String> devices = new ArrayList<>();
    try (Stream<Path> all = Files.list(kernel)) {
      all.forEach(device -> devices.add(device.getFileName().toString()));
    } catch (IOException e) {
      throw Failures.file(vm, "look for its tap devices", e);
    }
    for (String device : devices) {
      if (device.startsWith(settings.tapPrefix()) && owner(device).filter(vm::equals).isPresent()) {
        remove(vm, device);
      }
    }
  }

  private void remove(VmName vm, String device) {
    ip(vm, "remove the tap device " + device, List.of("link delete dev " + device));
    Steps.done(vm, "removed its tap device");
  }

  private static void ip(VmName vm, String step, List<String> lines) {
    Command.Result result;
    try {
      result = Command.run(List.of("ip", "-batch", "-"), String.join("\n", lines) + "\n", LIMIT);
    } catch (IOException e) {
      throw HypervisorException.of(Category.EXTERNAL, vm, step, String.valueOf(e.getMessage()))
          .withRemedy("Install iproute2.")
          .withCause(e);
    }
    if (!result.succeeded()) {
      HypervisorException failure =
          HypervisorException.of(Category.EXTERNAL, vm, step, result.output().replace('\n', ' '));
      throw result.output().contains("not permitted")
          ? failure.withRemedy("Run the provisioner as root or with CAP_NET_ADMIN.")
          : failure;
    }
  }
}
