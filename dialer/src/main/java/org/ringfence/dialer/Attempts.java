package org.ringfence.dialer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.Leg;

/** Attempts and legs with something changed; records have no other way. */
final class Attempts {
  private Attempts() {}

  static Attempt in(Attempt attempt, AttemptState state) {
    return new Attempt(
        attempt.id(),
        attempt.callbackId(),
        attempt.tenantId(),
        state,
        attempt.reason(),
        attempt.epoch(),
        attempt.bootId(),
        attempt.legs(),
        attempt.startedAt(),
        attempt.bridgedAt(),
        attempt.endedAt(),
        attempt.ad());
  }

  static Attempt with(Attempt attempt, List<Leg> legs) {
    return new Attempt(
        attempt.id(),
        attempt.callbackId(),
        attempt.tenantId(),
        attempt.state(),
        attempt.reason(),
        attempt.epoch(),
        attempt.bootId(),
        legs,
        attempt.startedAt(),
        attempt.bridgedAt(),
        attempt.endedAt(),
        attempt.ad());
  }

  /** Written by a new holder of the lane, who does not know yet what it does. */
  static Attempt takenOver(Attempt attempt, long epoch) {
    return new Attempt(
        attempt.id(),
        attempt.callbackId(),
        attempt.tenantId(),
        AttemptState.UNKNOWN,
        attempt.reason(),
        epoch,
        attempt.bootId(),
        attempt.legs(),
        attempt.startedAt(),
        attempt.bridgedAt(),
        attempt.endedAt(),
        attempt.ad());
  }

  /** Both talk, for the first time or still. */
  static Attempt talking(Attempt attempt, Instant now) {
    return new Attempt(
        attempt.id(),
        attempt.callbackId(),
        attempt.tenantId(),
        AttemptState.BRIDGED,
        "",
        attempt.epoch(),
        attempt.bootId(),
        attempt.legs(),
        attempt.startedAt(),
        attempt.bridgedAt().or(() -> Optional.of(now)),
        attempt.endedAt(),
        attempt.ad());
  }

  /** COMPLETED when they talked, FAILED when they did not. */
  static Attempt ended(Attempt attempt, String reason, Instant now) {
    return new Attempt(
        attempt.id(),
        attempt.callbackId(),
        attempt.tenantId(),
        attempt.bridgedAt().isPresent() ? AttemptState.COMPLETED : AttemptState.FAILED,
        reason,
        attempt.epoch(),
        attempt.bootId(),
        attempt.legs(),
        attempt.startedAt(),
        attempt.bridgedAt(),
        Optional.of(now),
        attempt.ad());
  }

  /** Its visitor has heard the ad to its end. */
  static Attempt adPlayed(Attempt attempt, Instant now) {
    return new Attempt(
        attempt.id(),
        attempt.callbackId(),
        attempt.tenantId(),
        attempt.state(),
        attempt.reason(),
        attempt.epoch(),
        attempt.bootId(),
        attempt.legs(),
        attempt.startedAt(),
        attempt.bridgedAt(),
        attempt.endedAt(),
        attempt.ad().map(ad -> ad.played(now)));
  }

  static Leg leg(Leg.Party party, String channelId, String number, String trunk, Instant now) {
    return new Leg(party, channelId, number, trunk, now, Optional.empty(), Optional.empty(), "");
  }

  /** The first answer counts, and none after the end. */
  static Leg answered(Leg leg, Instant now) {
    if (leg.answeredAt().isPresent() || leg.endedAt().isPresent()) {
      return leg;
    }
    return new Leg(
        leg.party(),
        leg.uniqueId(),
        leg.number(),
        leg.trunk(),
        leg.startedAt(),
        leg.rangAt(),
        Optional.of(now),
        Optional.empty(),
        "",
        leg.ending());
  }

  /** The first ringing counts, and none after the answer or the end. */
  static Leg rang(Leg leg, Instant now) {
    if (leg.rangAt().isPresent() || leg.answeredAt().isPresent() || leg.endedAt().isPresent()) {
      return leg;
    }
    return new Leg(
        leg.party(),
        leg.uniqueId(),
        leg.number(),
        leg.trunk(),
        leg.startedAt(),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        "",
        leg.ending());
  }

  /** The first end counts. */
  static Leg ended(Leg leg, HangupCause cause, Leg.Ending ending, Instant now) {
    if (leg.endedAt().isPresent()) {
      return leg;
    }
    return new Leg(
        leg.party(),
        leg.uniqueId(),
        leg.number(),
        leg.trunk(),
        leg.startedAt(),
        leg.rangAt(),
        leg.answeredAt(),
        Optional.of(now),
        cause.words(),
        ending);
  }
}
