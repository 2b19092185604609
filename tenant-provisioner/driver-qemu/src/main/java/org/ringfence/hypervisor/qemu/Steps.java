package org.ringfence.hypervisor.qemu;

import java.lang.System.Logger.Level;
import org.ringfence.hypervisor.VmName;

/**
 * Says what an operation changes on the host, one line after each change, at the level DEBUG. A
 * process that is killed has made all changes up to its last line, and perhaps the one after it;
 * the tests end one after each.
 */
final class Steps {
  private static final System.Logger LOGGER = System.getLogger(Steps.class.getName());

  private Steps() {}

  static void done(VmName vm, String change) {
    LOGGER.log(Level.DEBUG, () -> "VM " + vm + ": " + change);
  }
}
