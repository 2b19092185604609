package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.tenant.TenantId;

/** Reads of the audit log. */
@ApplicationScoped
@Transactional
public class Trail {
  private static final int NEWEST = 500;

  @Inject AuditLog audit;

  List<AuditEntry> of(TenantId tenantId) {
    return audit.list(tenantId, NEWEST);
  }

  /** Of all tenants: only for pages that a platform admin alone can open. */
  List<AuditEntry> ofPlatform() {
    return audit.listAll(NEWEST);
  }
}
