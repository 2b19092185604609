package org.ringfence.hypervisor;

/**
 * Capability: VMs that start from a saved memory state of their template instead of booting it. A
 * driver uses a state that is there for every first start it fits, and boots otherwise.
 */
public interface WarmStart {
  /**
   * Makes the state that VMs of this shape start from. Returns at once when it is there, waits for
   * somebody who makes it, and otherwise takes as long as a boot. An interrupted attempt leaves
   * nothing that the next one does not clear away.
   *
   * @param shape its name and network are of no meaning here
   * @throws HypervisorException when it cannot be made; VMs boot then
   */
  void prepareWarmStart(VmSpec shape);
}
