package org.ringfence.reconciler;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.tenant.TenantId;

/** The feed of changes, in memory. */
final class MemoryEvents implements LiveEvents {
  private final List<LiveEvent> rows = new CopyOnWriteArrayList<>();
  private long last;

  @Override
  public void publish(Optional<TenantId> tenantId, String kind, String subject, Instant now) {
    last++;
    commitLate(last, tenantId, kind, now);
  }

  /** An id is taken now, by a transaction that commits with {@link #commitLate}. */
  long takeId() {
    last++;
    return last;
  }

  void commitLate(long id, Optional<TenantId> tenantId, String kind, Instant now) {
    rows.add(new LiveEvent(id, tenantId, kind, "subject", now));
  }

  @Override
  public List<LiveEvent> after(long id, int limit) {
    return rows.stream()
        .filter(row -> row.id() > id)
        .sorted(Comparator.comparingLong(LiveEvent::id))
        .limit(limit)
        .toList();
  }

  @Override
  public long newestId() {
    return rows.stream().mapToLong(LiveEvent::id).max().orElse(0);
  }

  @Override
  public void removeBefore(Instant time) {
    rows.removeIf(row -> row.at().isBefore(time));
  }
}
