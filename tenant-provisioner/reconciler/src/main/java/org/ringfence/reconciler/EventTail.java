package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;

/**
 * Follows the feed of changes. The id of a transaction that commits late appears late, so the tail
 * goes back to an id that is missing as long as it may still come, and drops what it has seen. Not
 * thread-safe.
 */
final class EventTail {
  private static final Duration LATEST_COMMIT = Duration.ofSeconds(5);
  private static final int PAGE = 500;

  private final LiveEvents events;
  private final Clock clock;

  /** Everything up to this id has been seen. */
  private long from = -1;

  private final Map<Long, Instant> seen = new TreeMap<>();

  EventTail(LiveEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** Forgets where it was: the next read begins with what happens from then on. */
  void rewind() {
    from = -1;
    seen.clear();
  }

  /**
   * Takes up the feed here, unless it is being followed already. True when it was not: what
   * happened before, nobody has seen.
   */
  boolean begin() {
    boolean begins = from < 0;
    if (begins) {
      from = events.newestId();
    }
    return begins;
  }

  /** What was committed since the last call. */
  List<LiveEvent> fresh() {
    if (begin()) {
      return List.of();
    }
    Instant now = clock.instant();
    List<LiveEvent> fresh = new ArrayList<>();
    long after = from;
    List<LiveEvent> page;
    do {
      page = events.after(after, PAGE);
      for (LiveEvent event : page) {
        after = event.id();
        if (seen.putIfAbsent(event.id(), now) == null) {
          fresh.add(event);
        }
      }
    } while (page.size() == PAGE);
    Iterator<Map.Entry<Long, Instant>> oldest = seen.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Long, Instant> entry = oldest.next();
      boolean follows = entry.getKey() <= from + 1;
      if (!follows && entry.getValue().plus(LATEST_COMMIT).isAfter(now)) {
        break;
      }
      from = entry.getKey();
      oldest.remove();
    }
    return fresh;
  }
}
