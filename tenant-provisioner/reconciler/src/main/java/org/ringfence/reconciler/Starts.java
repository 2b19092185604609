package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.ringfence.domain.machine.VmId;

/**
 * Lets only so many VMs start at once. A start keeps a processor busy: more of them than processors
 * make each other late, and under emulation so late that all run into their limits and are tried
 * again, for ever. Forgotten with the process; that costs a crowded minute at most.
 */
final class Starts {
  private static final Duration SOON = Duration.ofMillis(250);

  /** So that a thousand that wait do not keep the database busy with asking. */
  private static final Duration LATER_FOR_EACH = Duration.ofMillis(10);

  private final int most;
  private final Duration limit;
  private final Clock clock;
  private final Map<VmId, Instant> starting = new HashMap<>();
  private final Set<VmId> waiting = new HashSet<>();

  /**
   * @param limit a start that takes longer is not waited for
   */
  Starts(int most, Duration limit, Clock clock) {
    this.most = most;
    this.limit = limit;
    this.clock = clock;
  }

  /** Whether the VM may start now; it then counts until {@link #end}. */
  synchronized boolean begin(VmId id) {
    Instant now = clock.instant();
    starting.values().removeIf(since -> since.plus(limit).isBefore(now));
    boolean may = starting.containsKey(id) || starting.size() < most;
    if (may) {
      starting.put(id, now);
      waiting.remove(id);
    } else {
      waiting.add(id);
    }
    return may;
  }

  /** It answers, or does not start any more. */
  synchronized void end(VmId id) {
    starting.remove(id);
    waiting.remove(id);
  }

  /** Whether any VM starts now. */
  synchronized boolean areAny() {
    Instant now = clock.instant();
    return starting.values().stream().anyMatch(since -> since.plus(limit).isAfter(now));
  }

  /** When to ask again. */
  synchronized Duration again() {
    return SOON.plus(LATER_FOR_EACH.multipliedBy(waiting.size()));
  }
}
