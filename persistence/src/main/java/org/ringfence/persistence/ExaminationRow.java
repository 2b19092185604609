package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "trunk_examination")
@SuppressWarnings("NullAway.Init")
class ExaminationRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "trunk_id", length = 36)
  String trunkId;

  String state;

  @Column(name = "number_called")
  @Nullable String numberCalled;

  @Column(columnDefinition = "MEDIUMTEXT")
  String report;

  @Column(name = "requested_by")
  String requestedBy;

  @Column(name = "requested_at")
  long requestedAt;

  @Column(name = "changed_at")
  long changedAt;

  static ExaminationRow of(TenantId tenantId, Examination examination) {
    ExaminationRow row = new ExaminationRow();
    row.id = examination.id().toString();
    row.tenantId = tenantId.toString();
    row.trunkId = examination.trunkId().toString();
    row.state = examination.state().name();
    row.numberCalled = examination.number().map(E164::value).orElse(null);
    row.report = examination.report();
    row.requestedBy = examination.requestedBy();
    row.requestedAt = Micros.of(examination.requestedAt());
    row.changedAt = Micros.of(examination.changedAt());
    return row;
  }

  Examination toExamination() {
    return new Examination(
        ExaminationId.parse(id),
        TrunkId.parse(trunkId),
        Examination.State.valueOf(state),
        Optional.ofNullable(numberCalled).map(E164::new),
        report,
        requestedBy,
        Micros.toInstant(requestedAt),
        Micros.toInstant(changedAt));
  }
}
