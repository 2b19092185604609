package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

@Entity
@Table(name = "callback_request")
@SuppressWarnings("NullAway.Init")
class CallbackRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "widget_id", length = 36)
  String widgetId;

  String agent;
  String visitor;

  @Column(name = "idempotency_key")
  String idempotencyKey;

  String page;
  String state;
  String reason;

  @Column(name = "requested_at")
  long requestedAt;

  @Column(name = "state_since")
  long stateSince;

  @Column(name = "due_at")
  long dueAt;

  int tries;

  @Column(name = "awake_until")
  @Nullable Long awakeUntil;

  @Column(name = "expires_at")
  @Nullable Long expiresAt;

  CallbackRequest toRequest() {
    return new CallbackRequest(
        CallbackId.parse(id),
        TenantId.parse(tenantId),
        WidgetId.parse(widgetId),
        new ExtensionNumber(agent),
        new E164(visitor),
        idempotencyKey,
        page,
        CallbackState.valueOf(state),
        reason,
        Micros.toInstant(requestedAt),
        Micros.toInstant(stateSince),
        Micros.toInstant(dueAt),
        tries,
        Micros.toInstant(awakeUntil),
        Micros.toInstant(expiresAt));
  }
}
