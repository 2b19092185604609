package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "dialer_lane")
@SuppressWarnings("NullAway.Init")
class LaneRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @Nullable String owner;

  @Column(name = "lease_until")
  long leaseUntil;

  long epoch;
  boolean contact;

  @Column(name = "contact_since")
  long contactSince;

  @Column(name = "calls_at_once")
  int callsAtOnce;

  Lane toLane() {
    return new Lane(TenantId.parse(tenantId), epoch);
  }
}
