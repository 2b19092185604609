package org.ringfence.reconciler;

import java.time.Duration;

/** How long a VM that fails again and again is left alone: never for ever, never in a loop. */
final class BackOff {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final long FIRST_SECONDS = 10;

  private BackOff() {}

  /** After the first failure at once, then 10 s, 20 s, 40 s, up to five minutes. */
  static Duration after(int failures) {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(FIRST_SECONDS << Math.min(failures - 2, 10));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
