package org.ringfence.hypervisor.qemu;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.ringfence.hypervisor.VmNetwork;

/**
 * The driver's settings, checked.
 *
 * @param directory absolute; one directory per VM in it
 * @param bridge the bridge of this host that the VMs' tap devices join
 * @param firstUid user and group ids that QEMU processes change to start here; 0 keeps our own
 * @param warmStart whether VMs start from saved memory states
 */
record QemuSettings(
    Path directory,
    String bridge,
    Acceleration acceleration,
    String binary,
    int firstUid,
    boolean warmStart) {
  /** Bytes; the kernel's IFNAMSIZ less the final NUL. */
  private static final int LONGEST_INTERFACE = 15;

  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  QemuSettings {
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("the VM directory is an absolute path");
    }
    checkBridge(bridge);
  }

  static String checkBridge(String name) {
    if (name.length() > LONGEST_INTERFACE || !INTERFACE.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + name + "\" is no name of a bridge");
    }
    return name;
  }

  /**
   * The tap device of an address: {@code t18000-10} on bridge {@code rf18000}.
   *
   * @throws IllegalArgumentException when the bridge's name leaves too little room
   */
  String tapName(VmNetwork network) {
    String name = tapPrefix() + network.address().hostNumber();
    if (name.length() > LONGEST_INTERFACE) {
      throw new IllegalArgumentException(
          "the tap device's name " + name + " is too long: give the bridge a shorter one");
    }
    return name;
  }

  /** What the names of all tap devices on our bridge begin with. */
  String tapPrefix() {
    return "t" + (bridge.startsWith("rf") ? bridge.substring(2) : bridge) + "-";
  }

  /** Each VM's process has a user of its own, so that none can reach another's. */
  int uid(VmNetwork network) {
    return firstUid + network.address().hostNumber();
  }
}
