package org.ringfence.web.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.FieldReader;

/**
 * A callback that a program of the tenant asks for, field by field as it was sent.
 *
 * @param at when to call at the earliest, ISO 8601 with an offset; empty is at once
 * @param awake {@code true} when the visitor asked for a call at that very time, and so is called
 *     also at night; anything else but {@code false} or nothing is refused
 * @param idempotencyKey the same key is the same request
 */
public record CallbackOrder(
    String agent, String visitor, String at, String awake, String idempotencyKey) {
  /** More than anybody plans ahead; a typing error in the year is more likely. */
  private static final Duration LATEST = Duration.ofDays(366);

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{16,64}");

  /**
   * The request that the order describes, once every field is good.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  CallbackRequest toRequest(TenantId tenantId, Instant clock) {
    Instant now = clock.truncatedTo(ChronoUnit.MICROS);
    FieldReader fields = new FieldReader();
    var readAgent = fields.required("agent", agent, ExtensionNumber::new);
    var readVisitor = fields.required("visitor", visitor, E164::new);
    var readAt = fields.optional("at", at, text -> moment(text, now));
    var readAwake = fields.optional("awake", awake, CallbackOrder::yes);
    var readKey = fields.required("idempotencyKey", idempotencyKey, CallbackOrder::key);
    fields.check();
    Instant dueAt = readAt.get().filter(now::isBefore).orElse(now);
    return new CallbackRequest(
        CallbackId.random(),
        tenantId,
        WidgetId.ofQueue(tenantId),
        readAgent.get(),
        readVisitor.get(),
        readKey.get(),
        "",
        CallbackState.QUEUED,
        "",
        now,
        now,
        dueAt,
        0,
        readAwake.get().filter(yes -> yes).map(yes -> dueAt.plus(DialingRules.AWAKE)),
        Optional.empty());
  }

  private static Instant moment(String text, Instant now) {
    Instant moment;
    try {
      moment = OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException malformed) {
      throw new InvalidValue(
          "Please write the time with its offset, for example 2027-01-31T09:30:00+01:00.");
    }
    if (moment.isAfter(now.plus(LATEST))) {
      throw new InvalidValue("A callback can be planned for a year at most.");
    }
    return moment;
  }

  private static boolean yes(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new InvalidValue("Please write true or false.");
    }
    return text.equals("true");
  }

  private static String key(String text) {
    if (!KEY.matcher(text).matches()) {
      throw new InvalidValue(
          "Please send 16 to 64 letters, digits and hyphens as Idempotency-Key, for example a"
              + " UUID.");
    }
    return text;
  }
}
