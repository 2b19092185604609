package org.ringfence.domain.plan;

import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * A size to choose for a tenant. The hypervisor enforces those of the VM, its Asterisk the calls,
 * and the portal the extensions.
 *
 * @param memoryMib guest memory
 * @param dataMib the tenant's own disk; it can grow, never shrink
 * @param calls at the same time, in either direction and inside
 * @param extensions that the tenant may have
 */
public record Plan(
    PlanId id, DisplayName name, int vcpus, int memoryMib, int dataMib, int calls, int extensions) {
  public static final int MOST_VCPUS = 64;

  /** Less than the guest needs to start its Asterisk. */
  public static final int LEAST_MEMORY_MIB = 192;

  public static final int MOST_MEMORY_MIB = 65_536;
  public static final int LEAST_DATA_MIB = 256;
  public static final int MOST_DATA_MIB = 1_048_576;
  public static final int MOST_CALLS = 10_000;
  public static final int MOST_EXTENSIONS = 100_000;

  public Plan {
    require("processors", vcpus, 1, MOST_VCPUS);
    require("memory in MiB", memoryMib, LEAST_MEMORY_MIB, MOST_MEMORY_MIB);
    require("disk in MiB", dataMib, LEAST_DATA_MIB, MOST_DATA_MIB);
    require("calls", calls, 1, MOST_CALLS);
    require("extensions", extensions, 1, MOST_EXTENSIONS);
  }

  /**
   * Checks one number of a plan.
   *
   * @param what it is, as a sentence goes on after "The"
   * @throws InvalidValue when it is out of range
   */
  public static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidValue("The " + what + " must be from " + least + " to " + most + ".");
    }
  }

  /** Whether a VM of the other plan would have another size. */
  public boolean isSizedLike(Plan other) {
    return vcpus == other.vcpus && memoryMib == other.memoryMib && dataMib == other.dataMib;
  }
}
