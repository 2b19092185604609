package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaAuditLog extends JpaRepository implements AuditLog {
  @Override
  public void append(AuditEntry entry) {
    insert(AuditRow.of(entry));
  }

  @Override
  public List<AuditEntry> list(TenantId tenantId, int limit) {
    return read(
            entities
                .createQuery(
                    "select a from AuditRow a where a.tenantId = :tenant order by a.id desc",
                    AuditRow.class)
                .setParameter("tenant", tenantId.toString())
                .setMaxResults(limit))
        .stream()
        .map(AuditRow::toEntry)
        .toList();
  }

  @Override
  public List<AuditEntry> listAll(int limit) {
    return read(
            entities
                .createQuery("select a from AuditRow a order by a.id desc", AuditRow.class)
                .setMaxResults(limit))
        .stream()
        .map(AuditRow::toEntry)
        .toList();
  }
}
