package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "call_attempt")
@SuppressWarnings("NullAway.Init")
class AttemptRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "callback_id", length = 36)
  String callbackId;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  String state;
  String reason;
  long epoch;

  @Column(name = "boot_id")
  String bootId;

  @Column(name = "started_at")
  long startedAt;

  @Column(name = "bridged_at")
  @Nullable Long bridgedAt;

  @Column(name = "ended_at")
  @Nullable Long endedAt;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "ad_id", length = 36)
  @Nullable String adId;

  @Column(name = "ad_played_at")
  @Nullable Long adPlayedAt;

  static AttemptRow of(Attempt attempt) {
    AttemptRow row = new AttemptRow();
    row.id = attempt.id().toString();
    row.callbackId = attempt.callbackId().toString();
    row.tenantId = attempt.tenantId().toString();
    row.state = attempt.state().name();
    row.reason = attempt.reason();
    row.epoch = attempt.epoch();
    row.bootId = attempt.bootId();
    row.startedAt = Micros.of(attempt.startedAt());
    row.bridgedAt = Micros.of(attempt.bridgedAt());
    row.endedAt = Micros.of(attempt.endedAt());
    row.adId = attempt.ad().map(ad -> ad.ad().toString()).orElse(null);
    row.adPlayedAt = Micros.of(attempt.ad().flatMap(AdPlay::playedAt));
    return row;
  }

  Attempt toAttempt(List<Leg> legs) {
    return new Attempt(
        AttemptId.parse(id),
        CallbackId.parse(callbackId),
        TenantId.parse(tenantId),
        AttemptState.valueOf(state),
        reason,
        epoch,
        bootId,
        legs,
        Micros.toInstant(startedAt),
        Micros.toInstant(bridgedAt),
        Micros.toInstant(endedAt),
        Optional.ofNullable(adId)
            .map(ad -> new AdPlay(HandlingId.parse(ad), Micros.toInstant(adPlayedAt))));
  }
}
