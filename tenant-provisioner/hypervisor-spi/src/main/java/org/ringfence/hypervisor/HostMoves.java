package org.ringfence.hypervisor;

/** Capability: brings a VM that does not run, with its data, from one host to another. */
public interface HostMoves {
  /**
   * Does nothing when the VM is there already. Where this is interrupted the VM and its data are on
   * one of both hosts, and a repetition completes it.
   *
   * @throws HypervisorException USER when there is no such VM or host, or when the VM runs;
   *     RESOURCES when the host has no room; EXTERNAL when one of both does not answer
   */
  void move(VmName vm, HostName host);
}
