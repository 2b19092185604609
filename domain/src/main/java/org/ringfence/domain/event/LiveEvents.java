package org.ringfence.domain.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** The feed of changes, shared by all processes of an installation. Kept for an hour. */
public interface LiveEvents {
  /** Takes part in the caller's transaction: watchers see it when the change is committed. */
  void publish(Optional<TenantId> tenantId, String kind, String subject, Instant now);

  /**
   * Events with a greater id, in order of id. Ids of transactions that commit late appear late: a
   * reader looks back some seconds and drops what it has seen.
   */
  List<LiveEvent> after(long id, int limit);

  /** The greatest id so far; 0 when there is none. */
  long newestId();

  void removeBefore(Instant time);
}
