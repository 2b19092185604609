package org.ringfence.domain.host;

import java.time.Instant;

/**
 * A host as the provisioner saw it last, and what a hosting admin wants of it.
 *
 * @param reason why it is not up, in words; empty when it is
 * @param capacity all that it has; of a lost one what it had
 * @param used what was taken of that when it was seen, by whomever
 * @param note how far a wish has come true or why it does not, in words; empty when there is
 *     nothing to say
 * @param seenAt when the hypervisor last told of it
 */
public record Host(
    HostName name,
    State state,
    String reason,
    Size capacity,
    Size used,
    Wish wish,
    String note,
    Instant seenAt) {
  /** What the hypervisor says of it. */
  public enum State {
    UP,
    /** It works, but the hypervisor lets it take no new VMs. */
    CLOSED,
    /** The hypervisor does not reach it. */
    LOST
  }

  /** What a hosting admin wants of it. */
  public enum Wish {
    /** It takes new tenants. */
    OPEN,
    /** It keeps the tenants that it has and takes no new ones. */
    MAINTENANCE,
    /** As in maintenance; and its tenants move to other hosts, with their data. */
    DRAIN,
    /** It is about to be open: the hypervisor is still to be told. */
    REOPEN;

    /** Whether it takes new tenants, as far as people have a say. */
    public boolean takesTenants() {
      return this == OPEN;
    }
  }

  /**
   * How much of what VMs need.
   *
   * @param memoryMib MiB
   * @param diskMib MiB, where the tenants' disks are
   */
  public record Size(int vcpus, long memoryMib, long diskMib) {
    public static final Size UNKNOWN = new Size(0, 0, 0);
  }

  /** Whether a new VM can be put on it. */
  public boolean takesVms() {
    return state == State.UP && wish.takesTenants();
  }

  /** MiB. */
  public long freeDiskMib() {
    return Math.max(0, capacity.diskMib() - used.diskMib());
  }

  public Host with(Wish wanted, String words) {
    return new Host(name, state, reason, capacity, used, wanted, words, seenAt);
  }
}
