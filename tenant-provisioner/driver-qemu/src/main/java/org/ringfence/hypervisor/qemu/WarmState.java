package org.ringfence.hypervisor.qemu;

import java.nio.file.Path;

/**
 * A saved memory state: the RAM, the state of the devices and the data disk of a booted guest that
 * is nobody's yet. Clones map the RAM privately and get a copy of the disk.
 */
record WarmState(Path directory) {
  /** Written last: without it the directory is an attempt that was interrupted. */
  static final String LABEL = "state.json";

  Path ram() {
    return directory.resolve("ram");
  }

  Path devices() {
    return directory.resolve("devices");
  }

  Path data() {
    return directory.resolve(VmDirectory.DATA);
  }
}
