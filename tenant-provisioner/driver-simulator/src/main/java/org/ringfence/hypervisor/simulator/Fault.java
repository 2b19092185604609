package org.ringfence.hypervisor.simulator;

import org.ringfence.hypervisor.HypervisorException.Category;

/**
 * One failure to come.
 *
 * @param words what the engine says
 */
public record Fault(Moment moment, Category category, String words) {
  /** A call that fails may or may not have had its effect; a caller must survive both. */
  public enum Moment {
    /** Nothing was done. */
    BEFORE,
    /** All was done, only the answer got lost. */
    AFTER
  }

  public static Fault before(Category category, String words) {
    return new Fault(Moment.BEFORE, category, words);
  }

  public static Fault after(Category category, String words) {
    return new Fault(Moment.AFTER, category, words);
  }
}
