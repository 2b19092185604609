package org.ringfence.widget;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

/** A feed in memory that can also let a transaction commit late. */
final class FakeEvents implements LiveEvents {
  private final TreeMap<Long, LiveEvent> stored = new TreeMap<>();
  private long lastId;
  private int reads;

  @Override
  public synchronized void publish(
      Optional<TenantId> tenantId, String kind, String subject, Instant now) {
    commit(reserve(), kind, subject, now);
  }

  /** The id of a transaction that is still open. */
  synchronized long reserve() {
    return ++lastId;
  }

  synchronized void commit(long id, String kind, String subject, Instant now) {
    stored.put(id, new LiveEvent(id, Optional.empty(), kind, subject, now));
  }

  /** How often the feed was read. */
  synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized List<LiveEvent> after(long id, int limit) {
    reads++;
    return stored.tailMap(id, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized long newestId() {
    return stored.isEmpty() ? 0 : stored.lastKey();
  }

  @Override
  public synchronized void removeBefore(Instant time) {
    stored.values().removeIf(event -> event.at().isBefore(time));
  }
}
