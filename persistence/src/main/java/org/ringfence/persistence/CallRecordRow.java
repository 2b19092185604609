package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecordId;

@Entity
@Table(name = "call_record")
@SuppressWarnings("NullAway.Init")
class CallRecordRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "vm_id", length = 36)
  String vmId;

  String direction;
  String caller;

  @Column(name = "caller_name")
  String callerName;

  String called;

  @Column(name = "called_name")
  String calledName;

  @Column(name = "caller_key")
  String callerKey;

  @Column(name = "called_key")
  String calledKey;

  String extension;
  String trunk;

  @Column(name = "trunk_name")
  String trunkName;

  String through;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "attempt_id", length = 36)
  @Nullable String attemptId;

  String outcome;

  @Column(name = "started_at")
  long startedAt;

  @Column(name = "answered_at")
  @Nullable Long answeredAt;

  @Column(name = "ended_at")
  @Nullable Long endedAt;

  int cause;
  @Nullable Double mos;
  @Nullable String recording;

  CallRecord toRecord() {
    return new CallRecord(
        CallRecordId.parse(id),
        CallRecord.Direction.valueOf(direction),
        caller,
        callerName,
        called,
        calledName,
        extension,
        trunk,
        trunkName,
        through,
        Optional.ofNullable(attemptId).map(AttemptId::parse),
        CallRecord.Outcome.valueOf(outcome),
        Micros.toInstant(startedAt),
        Micros.toInstant(answeredAt),
        Micros.toInstant(endedAt),
        cause,
        Optional.ofNullable(mos),
        Optional.ofNullable(recording));
  }
}
