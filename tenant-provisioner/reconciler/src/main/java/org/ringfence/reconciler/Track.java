package org.ringfence.reconciler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one VM. Nothing here is needed to be right: after a restart of
 * Ringfence limits count anew and the first repair comes at once. Guarded by the VM's claim, which
 * one thread holds at a time.
 */
final class Track {
  /** When this process saw the VM first: its limits count from here. */
  final Instant firstSeen;

  /** Starts since the VM last ran for a good while. */
  int starts;

  /** Probes without answer in a row. */
  int deaf;

  /** Since when it answers; null while it does not. */
  @Nullable Instant answersSince;

  /** Not before this a failed VM is tried again. */
  Instant retryAt;

  /** Whether the next try begins by ending the process that runs now. */
  boolean restart;

  Track(Instant now) {
    this.firstSeen = now;
    this.retryAt = now;
  }
}
