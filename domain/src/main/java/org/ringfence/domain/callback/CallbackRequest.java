package org.ringfence.domain.callback;

import java.time.Instant;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/**
 * A visitor asked to be called.
 *
 * @param idempotencyKey chosen by the visitor's browser; the same key at the same widget is the
 *     same request
 * @param page where the visitor was; at most 1000 characters, as the browser sent it: data, never
 *     markup
 * @param reason why it failed; empty otherwise
 * @param dueAt when it is to be called, at the earliest
 * @param tries how often it was tried and is to be tried again
 */
public record CallbackRequest(
    CallbackId id,
    TenantId tenantId,
    WidgetId widgetId,
    ExtensionNumber agent,
    E164 visitor,
    String idempotencyKey,
    String page,
    CallbackState state,
    String reason,
    Instant requestedAt,
    Instant stateSince,
    Instant dueAt,
    int tries) {
  /** Why a request that was taken back is over. */
  public static final String CANCELLED = "cancelled";

  /** Why a request is over whose visitor never wants to be called. */
  public static final String OPTED_OUT = "opted-out";

  /** To be called at once. */
  public CallbackRequest(
      CallbackId id,
      TenantId tenantId,
      WidgetId widgetId,
      ExtensionNumber agent,
      E164 visitor,
      String idempotencyKey,
      String page,
      CallbackState state,
      String reason,
      Instant requestedAt,
      Instant stateSince) {
    this(
        id,
        tenantId,
        widgetId,
        agent,
        visitor,
        idempotencyKey,
        page,
        state,
        reason,
        requestedAt,
        stateSince,
        requestedAt,
        0);
  }

  /** Whether it came by the API rather than from a widget's visitor. */
  public boolean isOfQueue() {
    return widgetId.equals(WidgetId.ofQueue(tenantId));
  }
}
