package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "audit_entry")
@SuppressWarnings("NullAway.Init")
class AuditRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  @Nullable String tenantId;

  String actor;
  String action;
  String subject;
  long at;

  static AuditRow of(AuditEntry entry) {
    AuditRow row = new AuditRow();
    row.tenantId = entry.tenantId().map(TenantId::toString).orElse(null);
    row.actor = entry.actor();
    row.action = entry.action();
    row.subject = entry.subject();
    row.at = Micros.of(entry.at());
    return row;
  }

  AuditEntry toEntry() {
    return new AuditEntry(
        Optional.ofNullable(tenantId).map(TenantId::parse),
        actor,
        action,
        subject,
        Micros.toInstant(at));
  }
}
