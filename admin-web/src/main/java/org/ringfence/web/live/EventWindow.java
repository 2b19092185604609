package org.ringfence.web.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.ringfence.domain.event.LiveEvent;

/**
 * Which events of the feed are new. Ids are given out when a row is inserted but seen when its
 * transaction commits, so an event may appear behind a greater id: as long as an id is missing that
 * may still come, every read goes back to it, and what was seen before is dropped.
 */
final class EventWindow {
  /** Longer than any transaction that publishes. */
  static final Duration LOOK_BACK = Duration.ofSeconds(10);

  private final TreeMap<Long, Instant> seen = new TreeMap<>();
  private long from = -1;

  boolean isOpen() {
    return from >= 0;
  }

  /** Begins after this id: what happened before is on the pages already. */
  void open(long newestId) {
    from = newestId;
  }

  /** The id after which to read. */
  long from() {
    return from;
  }

  /** Those of a read after {@link #from()} that no earlier read had. */
  List<LiveEvent> fresh(List<LiveEvent> read, Instant now) {
    List<LiveEvent> fresh = new ArrayList<>();
    for (LiveEvent event : read) {
      if (seen.putIfAbsent(event.id(), now) == null) {
        fresh.add(event);
      }
    }
    Instant tooOld = now.minus(LOOK_BACK);
    while (!seen.isEmpty()
        && (seen.firstKey() <= from + 1 || seen.firstEntry().getValue().isBefore(tooOld))) {
      from = Math.max(from, seen.pollFirstEntry().getKey());
    }
    return fresh;
  }
}
