package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user that this process runs as. Root gives every VM's process a user of its own; anybody else
 * needs CAP_NET_ADMIN for the tap devices and runs the VMs as itself.
 */
record Caller(int uid) {
  static Caller current() {
    try {
      return new Caller((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRoot() {
    return uid == 0;
  }
}
