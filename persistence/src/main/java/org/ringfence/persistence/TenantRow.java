package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "tenant")
@SuppressWarnings("NullAway.Init")
class TenantRow {
  static final String TABLE = "tenant";

  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  String slug;
  String name;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 2)
  String country;

  @Column(name = "admin_email")
  String adminEmail;

  @Column(name = "identity_state")
  String identityState;

  @Column(name = "first_password_enc")
  byte @Nullable [] firstPassword;

  @Column(name = "created_at")
  long createdAt;

  static TenantRow of(Tenant tenant) {
    TenantRow row = new TenantRow();
    row.id = tenant.id().toString();
    row.slug = tenant.slug().value();
    row.name = tenant.name().value();
    row.country = tenant.country().code();
    row.adminEmail = tenant.adminEmail().value();
    row.identityState = tenant.identity().name();
    row.createdAt = Micros.of(tenant.createdAt());
    return row;
  }

  Tenant toTenant() {
    return new Tenant(
        TenantId.parse(id),
        new Slug(slug),
        new DisplayName(name),
        new Country(country),
        new EmailAddress(adminEmail),
        IdentityState.valueOf(identityState),
        Micros.toInstant(createdAt));
  }
}
