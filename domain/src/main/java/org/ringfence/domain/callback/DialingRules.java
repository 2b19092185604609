package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;

/**
 * When and by which trunks a tenant's callbacks are made.
 *
 * @param order which of the trunks that place calls well is tried first
 * @param hours when visitors are called who did not ask for a call right now
 * @param expiry how long after its time a callback is still made; zero for as long as it takes
 */
public record DialingRules(TrunkChoice.Order order, CallingHours hours, Duration expiry) {
  public static final Duration LONGEST_EXPIRY = Duration.ofDays(14);

  /** Who asked for a call is awake for so long after the time it was asked for. */
  public static final Duration AWAKE = Duration.ofHours(1);

  /** What holds until the tenant says otherwise. */
  public static final DialingRules DEFAULT =
      new DialingRules(TrunkChoice.Order.AS_LISTED, CallingHours.USUAL, Duration.ofHours(24));

  public DialingRules {
    if (expiry.isNegative() || expiry.compareTo(LONGEST_EXPIRY) > 0) {
      throw new InvalidValue(
          "A callback expires after 0 to " + LONGEST_EXPIRY.toHours() + " hours; 0 is never.");
    }
  }

  /**
   * A request as it goes into the queue: with its deadline, and later than asked for when it is
   * night where the visitor's number is.
   *
   * @param awake whether the visitor asked for this very time, and so is called at any hour
   */
  public CallbackRequest taken(CallbackRequest asked, boolean awake) {
    Optional<Instant> expiresAt =
        expiry.isZero() ? Optional.empty() : Optional.of(asked.dueAt().plus(expiry));
    Optional<Instant> awakeUntil =
        awake ? Optional.of(asked.dueAt().plus(AWAKE)) : Optional.empty();
    CallbackRequest timed = asked.within(awakeUntil, expiresAt);
    return callableAt(timed, asked.dueAt())
        .filter(day -> day.isAfter(asked.dueAt()))
        .map(timed::untilDay)
        .orElse(timed);
  }

  /**
   * When the visitor may be called from a moment on; empty when it is never day in all places where
   * the number may be.
   */
  public Optional<Instant> callableAt(CallbackRequest request, Instant now) {
    return request.awakeUntil().filter(until -> !now.isAfter(until)).isPresent()
        ? Optional.of(now)
        : hours.next(request.visitor(), now);
  }
}
