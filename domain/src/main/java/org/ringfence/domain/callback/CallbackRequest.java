package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;
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
 * @param reason why it failed, or waits; empty otherwise
 * @param dueAt when it is to be called, at the earliest
 * @param tries how often it was tried and is to be tried again
 * @param awakeUntil until when the visitor may be called at any hour; empty when the hours of the
 *     number's country hold
 * @param expiresAt when it is over if nobody could be called; empty for never
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
    int tries,
    Optional<Instant> awakeUntil,
    Optional<Instant> expiresAt) {
  /** Why a request that was taken back is over. */
  public static final String CANCELLED = "cancelled";

  /** Why a request waits whose visitor would be woken; also why it expired. */
  public static final String NIGHT = "night";

  /** Why a request waits whose tenant's day has no minutes or money left; also why it expired. */
  public static final String SPENT = "spent";

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

  /** Without hours and deadline. */
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
      Instant stateSince,
      Instant dueAt,
      int tries) {
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
        dueAt,
        tries,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with hours and a deadline. */
  CallbackRequest within(Optional<Instant> awake, Optional<Instant> deadline) {
    return new CallbackRequest(
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
        dueAt,
        tries,
        awake,
        deadline);
  }

  /** The same, waiting for a moment at which it is day. */
  CallbackRequest untilDay(Instant day) {
    return in(state, NIGHT, day, tries);
  }

  /** The same request, further on its way. */
  public CallbackRequest in(CallbackState now, String why, Instant due, int tried) {
    return new CallbackRequest(
        id,
        tenantId,
        widgetId,
        agent,
        visitor,
        idempotencyKey,
        page,
        now,
        why,
        requestedAt,
        stateSince,
        due,
        tried,
        awakeUntil,
        expiresAt);
  }

  /** Whether it came by the API rather than from a widget's visitor. */
  public boolean isOfQueue() {
    return widgetId.equals(WidgetId.ofQueue(tenantId));
  }
}
