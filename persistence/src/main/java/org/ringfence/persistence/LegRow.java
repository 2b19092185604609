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
import org.ringfence.domain.callback.Leg;

@Entity
@Table(name = "call_leg")
@IdClass(LegRow.Key.class)
@SuppressWarnings("NullAway.Init")
class LegRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "attempt_id", length = 36)
  String attemptId;

  @Id
  @Column(name = "unique_id")
  String uniqueId;

  String party;
  String number;
  String trunk;

  @Column(name = "started_at")
  long startedAt;

  @Column(name = "rang_at")
  @Nullable Long rangAt;

  @Column(name = "answered_at")
  @Nullable Long answeredAt;

  @Column(name = "ended_at")
  @Nullable Long endedAt;

  String cause;
  String ending;

  Leg toLeg() {
    return new Leg(
        Leg.Party.valueOf(party),
        uniqueId,
        number,
        trunk,
        Micros.toInstant(startedAt),
        Micros.toInstant(rangAt),
        Micros.toInstant(answeredAt),
        Micros.toInstant(endedAt),
        cause,
        Leg.Ending.valueOf(ending));
  }

  /** The primary key, as the specification wants it. */
  record Key(String attemptId, String uniqueId) implements Serializable {}
}
