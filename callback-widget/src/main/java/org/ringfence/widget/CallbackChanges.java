package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.event.LiveEvent;

/**
 * Reads on in the feed of changes. An event appears when its transaction commits, which may be
 * after events with greater ids: for {@link #LATENESS} the reader goes back to an id that is
 * missing, and drops what it has seen. Not for several threads at once.
 */
final class CallbackChanges {
  /** Longer than a transaction that publishes an event stays open. */
  static final Duration LATENESS = Duration.ofSeconds(10);

  private static final String KIND = "callback";
  private static final int PAGE = 500;

  /** More ids than are handed out while a transaction that publishes an event stays open. */
  private static final int OPEN = 1_000;

  /** Ids seen lately, each with when; everything up to {@code floor} is done with. */
  private final TreeMap<Long, Instant> seen = new TreeMap<>();

  private long floor;

  /**
   * Begins at the end of the feed, save for transactions that are still open; the caller looks at
   * the present states itself afterwards.
   */
  void begin(Callbacks callbacks, Instant now) {
    seen.clear();
    floor = Math.max(0, callbacks.newestChange() - OPEN);
    next(callbacks, now);
  }

  /** The callbacks that changed since the last call. */
  Set<CallbackId> next(Callbacks callbacks, Instant now) {
    Set<CallbackId> changed = new HashSet<>();
    long from = floor;
    List<LiveEvent> page;
    do {
      page = callbacks.changesAfter(from, PAGE);
      for (LiveEvent event : page) {
        from = event.id();
        if (seen.putIfAbsent(event.id(), now) == null && event.kind().equals(KIND)) {
          add(changed, event.subject());
        }
      }
    } while (page.size() == PAGE);
    forget(now.minus(LATENESS));
    return changed;
  }

  private void forget(Instant before) {
    while (!seen.isEmpty()
        && (seen.firstKey() <= floor + 1 || seen.firstEntry().getValue().isBefore(before))) {
      floor = seen.pollFirstEntry().getKey();
    }
  }

  private static void add(Set<CallbackId> changed, String subject) {
    try {
      changed.add(CallbackId.parse(subject));
    } catch (InvalidValue notOurs) {
      // An event about callbacks as a whole: nobody watches that here.
    }
  }
}
