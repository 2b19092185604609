package org.ringfence.hypervisor.simulator;

import java.time.Duration;

/** How simulated work takes time: really, or by advancing a test's clock. */
@FunctionalInterface
public interface Pause {
  /** Lets the duration pass; ends early when the thread is interrupted, which stays marked. */
  void pass(Duration duration);

  /** In real time. */
  static Pause real() {
    return duration -> {
      try {
        Thread.sleep(duration.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }
}
