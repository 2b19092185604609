package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VmStage;

@Entity
@Table(name = "vm_stage_change")
@SuppressWarnings("NullAway.Init")
class StageChangeRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "vm_id", length = 36)
  String vmId;

  String stage;
  String reason;
  long at;

  static StageChangeRow of(String vmId, VmStage stage, String reason, long at) {
    StageChangeRow row = new StageChangeRow();
    row.vmId = vmId;
    row.stage = stage.name();
    row.reason = reason;
    row.at = at;
    return row;
  }

  StageChange toStageChange() {
    return new StageChange(VmStage.valueOf(stage), reason, Micros.toInstant(at));
  }
}
