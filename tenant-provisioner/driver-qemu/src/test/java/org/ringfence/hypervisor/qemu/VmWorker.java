package org.ringfence.hypervisor.qemu;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.WarmStart;

/**
 * A process of its own that drives a VM: it starts one and ends at once without any clean-up, or,
 * asked to, makes and removes it again and again until it is killed, or saves a memory state.
 */
final class VmWorker {
  static final int EXIT_CODE = 42;

  private VmWorker() {}

  public static void main(String[] arguments) {
    VmName name = VmName.of("rf-acme");
    QemuDriverFactory factory = new QemuDriverFactory();
    HypervisorDriver driver =
        factory.create(
            DriverConfig.of(
                factory.configKeys(),
                Map.of(
                    "ringfence.qemu.directory",
                    arguments[0],
                    "ringfence.qemu.bridge",
                    arguments[1],
                    "ringfence.qemu.accel",
                    QemuHarness.accel())));
    VmSpec spec =
        new VmSpec(
            name,
            Template.inDirectory(Path.of(URI.create(arguments[2]))),
            1,
            256,
            QemuHarness.DATA_MIB,
            VmNetwork.of(Ipv4Interface.parse(arguments[3]), Ipv4Address.parse(arguments[4])));
    IdentityDocument identity = IdentityDocument.of(QemuHarness.identityText(spec));
    if (arguments.length > 5 && arguments[5].equals("save")) {
      ((WarmStart) driver).prepareWarmStart(List.of(spec));
      return;
    }
    boolean forever = arguments.length > 5;
    do {
      driver.create(spec);
      driver.start(name, identity);
      if (forever) {
        System.out.println("running");
        driver.kill(name);
        driver.delete(name);
        System.out.println("gone");
      }
    } while (forever);
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
