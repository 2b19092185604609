package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;

@Entity
@Table(name = "vm_snapshot")
@SuppressWarnings("NullAway.Init")
class SnapshotRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "vm_id", length = 36)
  String vmId;

  String label;
  String state;
  String reason;

  @Column(name = "taken_at")
  long takenAt;

  static SnapshotRow of(String vmId, Snapshot snapshot) {
    SnapshotRow row = new SnapshotRow();
    row.id = snapshot.id().toString();
    row.vmId = vmId;
    row.label = snapshot.label().value();
    row.state = snapshot.state().name();
    row.reason = snapshot.reason();
    row.takenAt = Micros.of(snapshot.takenAt());
    return row;
  }

  Snapshot toSnapshot() {
    return new Snapshot(
        SnapshotId.parse(id),
        new DisplayName(label),
        Snapshot.State.valueOf(state),
        reason,
        Micros.toInstant(takenAt));
  }
}
