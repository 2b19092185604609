package org.ringfence.hypervisor.qemu;

import java.nio.file.Path;
import java.util.List;
import org.ringfence.hypervisor.ConfigKey;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDriverFactory;

/** Makes drivers that run VMs as QEMU processes on this host. */
public final class QemuDriverFactory implements HypervisorDriverFactory {
  static final String NAME = "qemu";

  private static final String DIRECTORY = "ringfence.qemu.directory";
  private static final String BRIDGE = "ringfence.qemu.bridge";
  private static final String ACCEL = "ringfence.qemu.accel";
  private static final String BINARY = "ringfence.qemu.binary";
  private static final String FIRST_UID = "ringfence.qemu.uid";
  private static final String WARM = "ringfence.qemu.warm";

  /** The largest user id every kernel interface takes, less the largest host number of a /8. */
  private static final int HIGHEST_FIRST_UID = Integer.MAX_VALUE - (1 << 24);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(
        ConfigKey.required(DIRECTORY, "the directory that holds one directory per VM"),
        ConfigKey.required(BRIDGE, "the network bridge that VMs are attached to"),
        ConfigKey.optional(
            ACCEL, "tcg", "kvm when a guest really boots under it on this host, otherwise tcg"),
        ConfigKey.optional(BINARY, "qemu-system-x86_64", "the QEMU program"),
        ConfigKey.optional(
            FIRST_UID,
            "1900000000",
            "the first of a range of unused user ids that QEMU processes run as, one per VM, when"
                + " this process is root; 0 to run them as root"),
        ConfigKey.optional(
            WARM,
            "on",
            "whether new VMs start from a saved memory state of their template: on or off"));
  }

  @Override
  public HypervisorDriver create(DriverConfig config) {
    QemuSettings settings = settings(config);
    return new QemuDriver(settings, QemuVersion.of(settings.binary()), Caller.current());
  }

  static QemuSettings settings(DriverConfig config) {
    return new QemuSettings(
        config.get(DIRECTORY, text -> Path.of(text).toAbsolutePath().normalize()),
        config.get(BRIDGE, QemuSettings::checkBridge),
        config.get(ACCEL, Acceleration::parse),
        config.get(BINARY),
        config.get(FIRST_UID, QemuDriverFactory::firstUid),
        config.get(WARM, QemuDriverFactory::onOrOff));
  }

  private static boolean onOrOff(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException("\"" + text + "\" is neither on nor off");
    };
  }

  private static int firstUid(String text) {
    int uid = Integer.parseInt(text);
    if (uid < 0 || uid > HIGHEST_FIRST_UID) {
      throw new IllegalArgumentException("the first user id is 0 to " + HIGHEST_FIRST_UID);
    }
    return uid;
  }
}
