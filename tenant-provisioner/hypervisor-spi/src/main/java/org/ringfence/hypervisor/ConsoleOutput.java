package org.ringfence.hypervisor;

/** Capability: what the guest printed on its console, to explain a VM that does not come up. */
public interface ConsoleOutput {
  /**
   * The end of the console output of the present or last run; empty before the first one. The guest
   * decides what stands here: treat it as hostile input.
   *
   * @param mostBytes how much to return at most; undecodable bytes are replaced
   * @throws HypervisorException USER when there is no such VM
   */
  String consoleOutput(VmName name, int mostBytes);
}
