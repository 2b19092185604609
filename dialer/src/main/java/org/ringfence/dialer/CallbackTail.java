package org.ringfence.dialer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

/**
 * Reads on in the feed of changes to learn whose callbacks changed. An event whose transaction
 * commits late appears after events with greater ids, so the reader keeps looking back for {@link
 * #LATENESS}. Not for several threads at once.
 */
final class CallbackTail {
  /** Longer than a transaction that publishes an event stays open. */
  static final Duration LATENESS = Duration.ofSeconds(10);

  private static final int PAGE = 500;

  private final LiveEvents events;
  private final Clock clock;

  /** Ids seen lately, and when; everything up to {@code floor} is done with. */
  private final TreeMap<Long, Instant> seen = new TreeMap<>();

  private long floor = -1;

  CallbackTail(LiveEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** The tenants whose callbacks changed since the last call; none at the first. */
  Set<TenantId> next() {
    Set<TenantId> changed = new HashSet<>();
    if (floor < 0) {
      floor = events.newestId();
      return changed;
    }
    Instant now = clock.instant();
    long from = floor;
    List<LiveEvent> page;
    do {
      page = events.after(from, PAGE);
      for (LiveEvent event : page) {
        from = event.id();
        if (seen.putIfAbsent(event.id(), now) == null && event.kind().equals("callback")) {
          event.tenantId().ifPresent(changed::add);
        }
      }
    } while (page.size() == PAGE);
    while (!seen.isEmpty() && seen.firstEntry().getValue().isBefore(now.minus(LATENESS))) {
      floor = seen.pollFirstEntry().getKey();
    }
    return changed;
  }
}
