package org.ringfence.domain.history;

import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;

/**
 * Which calls somebody wants to see, the newest first.
 *
 * @param text the end of a number, or the beginning of a name
 * @param from the earliest begin
 * @param to begins before this moment
 * @param extension its own calls
 * @param trunk a trunk's section
 * @param after the last call of the page before
 * @param limit how many at most, 1 to {@value #MOST}
 */
public record CallQuery(
    Optional<String> text,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<CallRecord.Direction> direction,
    Optional<CallRecord.Outcome> outcome,
    Optional<String> extension,
    Optional<String> trunk,
    Optional<Cursor> after,
    int limit) {
  public static final int MOST = 1000;

  public CallQuery {
    text = text.map(String::strip).filter(given -> !given.isEmpty());
    if (limit < 1 || limit > MOST) {
      throw new InvalidValue("Between 1 and " + MOST + " calls can be asked for at once.");
    }
  }

  /** The newest calls, whatever they were. */
  public static CallQuery newest(int limit) {
    return new CallQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  public CallQuery after(Cursor cursor) {
    return new CallQuery(
        text, from, to, direction, outcome, extension, trunk, Optional.of(cursor), limit);
  }

  /** Where a page ended: paging goes on behind this call, however many come in meanwhile. */
  public record Cursor(long micros, CallRecordId id) {
    public static Cursor of(CallRecord call) {
      return new Cursor(
          java.time.temporal.ChronoUnit.MICROS.between(Instant.EPOCH, call.startedAt()), call.id());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws InvalidValue when it is something else
     */
    public static Cursor parse(String text) {
      int dot = text.indexOf('.');
      if (!text.matches("[0-9]{1,18}\\.[0-9a-f-]{36}")) {
        throw new InvalidValue("This is no place in a list of calls. Please begin with its top.");
      }
      return new Cursor(
          Long.parseLong(text.substring(0, dot)), CallRecordId.parse(text.substring(dot + 1)));
    }

    @Override
    public String toString() {
      return micros + "." + id;
    }
  }
}
