package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMoveId;

@Entity
@Table(name = "template_move")
@SuppressWarnings("NullAway.Init")
class TemplateMoveRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "vm_id", length = 36)
  String vmId;

  @Column(name = "from_id")
  String fromId;

  @Column(name = "to_id")
  String toId;

  String state;
  String reason;

  @Column(name = "requested_by")
  String requestedBy;

  @Column(name = "requested_at")
  long requestedAt;

  @Column(name = "begun_at")
  @Nullable Long begunAt;

  @Column(name = "ended_at")
  @Nullable Long endedAt;

  @Column(name = "in_turn")
  boolean inTurn;

  /** The order of those that were requested together. */
  int position;

  static TemplateMoveRow of(String vmId, TemplateMove move, int position) {
    TemplateMoveRow row = new TemplateMoveRow();
    row.id = move.id().toString();
    row.vmId = vmId;
    row.fromId = move.from().value();
    row.toId = move.to().value();
    row.state = move.state().name();
    row.reason = move.reason();
    row.requestedBy = move.requestedBy();
    row.requestedAt = Micros.of(move.requestedAt());
    row.begunAt = Micros.of(move.begunAt());
    row.endedAt = Micros.of(move.endedAt());
    row.inTurn = move.inTurn();
    row.position = position;
    return row;
  }

  TemplateMove toMove() {
    return new TemplateMove(
        TemplateMoveId.parse(id),
        new TemplateId(fromId),
        new TemplateId(toId),
        TemplateMove.State.valueOf(state),
        reason,
        requestedBy,
        Micros.toInstant(requestedAt),
        Micros.toInstant(begunAt),
        Micros.toInstant(endedAt),
        inTurn);
  }
}
