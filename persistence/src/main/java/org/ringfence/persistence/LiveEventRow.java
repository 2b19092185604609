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
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "live_event")
@SuppressWarnings("NullAway.Init")
class LiveEventRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  @Nullable String tenantId;

  String kind;
  String subject;
  long at;

  LiveEvent toLiveEvent() {
    return new LiveEvent(
        id == null ? 0 : id.longValue(),
        Optional.ofNullable(tenantId).map(TenantId::parse),
        kind,
        subject,
        Micros.toInstant(at));
  }
}
