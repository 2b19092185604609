package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.domain.access.KeyScope;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init")
class ApiKeyRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  @Nullable String tenantId;

  String name;
  String scope;

  @JdbcTypeCode(SqlTypes.BINARY)
  @Column(length = 32)
  byte[] digest;

  @Column(name = "created_by")
  String createdBy;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  @Nullable Long expiresAt;

  @Column(name = "last_used_at")
  @Nullable Long lastUsedAt;

  static ApiKeyRow of(ApiKey key, byte[] digest) {
    ApiKeyRow row = new ApiKeyRow();
    row.id = key.id().toString();
    row.tenantId = key.tenantId().map(TenantId::toString).orElse(null);
    row.name = key.name().value();
    row.scope = key.scope().toString();
    row.digest = digest.clone();
    row.createdBy = key.createdBy();
    row.createdAt = Micros.of(key.createdAt());
    row.expiresAt = Micros.of(key.expiresAt());
    row.lastUsedAt = Micros.of(key.lastUsedAt());
    return row;
  }

  ApiKey toKey() {
    return new ApiKey(
        ApiKeyId.parse(id),
        Optional.ofNullable(tenantId).map(TenantId::parse),
        new DisplayName(name),
        KeyScope.parse(scope),
        createdBy,
        Micros.toInstant(createdAt),
        Micros.toInstant(expiresAt),
        Micros.toInstant(lastUsedAt));
  }
}
