package org.ringfence.hypervisor;

/**
 * A machine that VMs run on, as the engine sees it at one moment.
 *
 * @param reason why it is not up, for an operator to read; empty when it is
 * @param capacity all that it has; {@link Size#UNKNOWN} while it does not answer
 * @param used what is taken of that now, by whomever
 */
public record HypervisorHost(HostName name, State state, String reason, Size capacity, Size used) {
  /** Whether VMs can be made on it. */
  public enum State {
    UP,
    /** It works, but the engine or the settings let it take no new VMs. */
    CLOSED,
    /** The engine does not reach it: what its VMs do nobody can say. */
    LOST
  }

  /**
   * How much of what VMs need.
   *
   * @param memoryMib MiB
   * @param dataMib MiB, where the tenants' disks are
   */
  public record Size(int vcpus, long memoryMib, long dataMib) {
    public static final Size UNKNOWN = new Size(0, 0, 0);
  }
}
