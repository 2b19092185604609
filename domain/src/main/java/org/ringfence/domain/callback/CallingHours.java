package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.TimeZones;

/**
 * The hours of the day in which a person may be called, by the clock where the person's number is.
 *
 * @param from the first hour, 0 to 23
 * @param to the hour at whose beginning they end, 1 to 24
 */
public record CallingHours(int from, int to) {
  /** The hours that are usual by law and custom where they are fixed at all. */
  public static final CallingHours USUAL = new CallingHours(8, 21);

  /** Day and night. */
  public static final CallingHours ALWAYS = new CallingHours(0, 24);

  /** A moment at which it is day in all zones of a number comes within this, or never. */
  private static final Duration AHEAD = Duration.ofDays(3);

  public CallingHours {
    if (from < 0 || to > 24 || from >= to) {
      throw new InvalidValue(
          "Calls are made from an hour 0 to 23 until a later hour up to 24, for example from 8 to"
              + " 21.");
    }
  }

  /**
   * The first moment from {@code earliest} on that is within the hours in every time zone that the
   * number may be in; empty when there is none. A number that belongs to no place may always be
   * called.
   */
  public Optional<Instant> next(E164 number, Instant earliest) {
    return next(TimeZones.of(number), earliest);
  }

  Optional<Instant> next(List<ZoneId> zones, Instant earliest) {
    if (equals(ALWAYS)) {
      return Optional.of(earliest);
    }
    Instant limit = earliest.plus(AHEAD);
    Instant moment = earliest;
    boolean moved = true;
    while (moved && moment.isBefore(limit)) {
      moved = false;
      for (ZoneId zone : zones) {
        Instant open = next(zone, moment);
        moved |= open.isAfter(moment);
        moment = open;
      }
    }
    return moved ? Optional.empty() : Optional.of(moment);
  }

  private Instant next(ZoneId zone, Instant earliest) {
    ZonedDateTime there = earliest.atZone(zone);
    if (there.getHour() < from) {
      return begin(there.toLocalDate(), zone);
    }
    return there.getHour() < to ? earliest : begin(there.toLocalDate().plusDays(1), zone);
  }

  private Instant begin(LocalDate day, ZoneId zone) {
    return day.atTime(LocalTime.of(from, 0)).atZone(zone).toInstant();
  }
}
