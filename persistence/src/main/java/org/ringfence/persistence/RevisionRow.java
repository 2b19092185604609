package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.persistence.Vault.Place;

/** The bundle is left out: it is large, and only the guest's feed wants it. */
@Entity
@Table(name = "config_revision")
@IdClass(RevisionRow.Key.class)
@SuppressWarnings("NullAway.Init")
class RevisionRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @Id int number;

  String state;
  String summary;

  @Column(name = "requested_by")
  String requestedBy;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 64)
  String digest;

  String reason;

  @Column(name = "requested_at")
  long requestedAt;

  @Column(name = "finished_at")
  @Nullable Long finishedAt;

  Revision toRevision() {
    return new Revision(
        TenantId.parse(tenantId),
        number,
        RevisionState.valueOf(state),
        summary,
        requestedBy,
        digest,
        reason,
        Micros.toInstant(requestedAt),
        Micros.toInstant(finishedAt));
  }

  static Place bundlePlace(TenantId tenantId, int number) {
    return new Place("config_revision", "bundle_enc", tenantId + "/" + number);
  }

  /** The primary key, as the specification wants it. */
  record Key(String tenantId, int number) implements Serializable {}
}
