package org.ringfence.domain.revision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's configuration revisions. */
public interface RevisionRepository {
  /**
   * Requests a new revision and tells the watchers; returns its number. Takes part in the caller's
   * transaction.
   */
  int request(TenantId tenantId, String summary, String requestedBy, Instant now);

  /** The newest first, at most {@code limit}. */
  List<Revision> list(TenantId tenantId, int limit);

  Optional<Revision> find(TenantId tenantId, int number);

  Optional<Revision> newest(TenantId tenantId);

  /** The one that is live in the VM. */
  Optional<Revision> applied(TenantId tenantId);

  /**
   * Stores what was rendered; REQUESTED becomes RENDERED, older open revisions become SUPERSEDED.
   */
  void rendered(TenantId tenantId, int number, String digest, byte[] bundle, Instant now);

  /** The rendered bundle (a tar archive with secrets: handle it as one). */
  Optional<byte[]> bundle(TenantId tenantId, int number);

  /** The VM runs it now. */
  void applied(TenantId tenantId, int number, Instant now);

  /** The generator or the VM refused it. */
  void failed(TenantId tenantId, int number, String reason, Instant now);
}
