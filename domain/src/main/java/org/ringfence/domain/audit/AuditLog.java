package org.ringfence.domain.audit;

import java.util.List;
import org.ringfence.domain.tenant.TenantId;

/** The trail of who did what; append-only. */
public interface AuditLog {
  /** Takes part in the caller's transaction. */
  void append(AuditEntry entry);

  List<AuditEntry> list(TenantId tenantId, int limit);

  List<AuditEntry> listAll(int limit);
}
