package org.ringfence.hypervisor;

/**
 * Capability: VMs that are started before anybody has them, up to the point where only their
 * identity is missing. {@link HypervisorDriver#start} hands it to one that waits, and it goes on
 * from there: so it is with {@link HypervisorDriver#start} that secrets, entropy, addresses and
 * clock come to it, as to any other.
 *
 * <p>One that waits is {@link VmStatus.Waiting}. It has no data and is nobody's: {@link
 * HypervisorDriver#stop}, {@link HypervisorDriver#kill}, and {@link HypervisorDriver#reconfigure}
 * with another specification end its waiting, and its next start is its first one. Its memory is
 * promised and not taken.
 */
public interface StandBy {
  /**
   * Lets a VM wait for its identity. Does nothing when it waits or runs.
   *
   * @throws HypervisorException USER when there is no such VM, or when it has run before; RESOURCES
   *     when this host has no memory for it beside all that wait already, or nothing yet that it
   *     could be started from; after any failure it does not run
   */
  void standBy(VmName name);
}
