package org.ringfence.hypervisor;

import java.util.function.Consumer;

/**
 * Capability: the engine says at once when a VM stops or disappears without our doing. Only a hint
 * to look sooner: what happens while the engine cannot be heard is never told.
 */
public interface VmEvents {
  /**
   * Tells of VMs, ours or not, until it is closed; hears the engine again by itself when it was not
   * to be heard for a while. Returns at once.
   *
   * @param listener is called by a thread of the driver's, and must not take long
   */
  Subscription watch(Consumer<VmName> listener);

  /** Ends a watch. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
