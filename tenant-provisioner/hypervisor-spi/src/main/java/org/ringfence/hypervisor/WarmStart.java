package org.ringfence.hypervisor;

import java.util.Collection;

/**
 * Capability: VMs that start from a saved memory state of their template instead of booting it. A
 * driver uses a state that is there for every first start it fits, and boots otherwise.
 */
public interface WarmStart {
  /**
   * Makes the states that VMs of these shapes start from, and forgets all others. Returns at once
   * when they are there and whole, waits for somebody who makes them, and otherwise takes as long
   * as a boot each. An interrupted attempt leaves nothing that the next one does not clear away.
   *
   * @param shapes their names and networks are of no meaning here
   * @throws HypervisorException when one cannot be made; its VMs boot then
   */
  void prepareWarmStart(Collection<VmSpec> shapes);
}
