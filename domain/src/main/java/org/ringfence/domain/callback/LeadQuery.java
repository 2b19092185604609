package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/**
 * Which leads are looked for.
 *
 * @param text part of a number, or of a name, page, referrer or campaign
 * @param to until before
 * @param after the last lead of the page before
 */
public record LeadQuery(
    Optional<String> text,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<CallbackState> state,
    Optional<WidgetId> widget,
    Optional<Cursor> after,
    int limit) {
  public static final int MOST = 500;

  public LeadQuery {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValue("A page has 1 to " + MOST + " leads.");
    }
  }

  public LeadQuery after(Cursor cursor) {
    return new LeadQuery(text, from, to, state, widget, Optional.of(cursor), limit);
  }

  /** A place in the list, newest first. */
  public record Cursor(Instant at, CallbackId id) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,18})\\.([0-9a-f-]{36})");

    public static Cursor of(Lead lead) {
      return new Cursor(lead.request().requestedAt(), lead.request().id());
    }

    /** Reads {@link #toString()}. */
    public static Cursor parse(String text) {
      Matcher shape = SHAPE.matcher(text);
      if (!shape.matches()) {
        throw new InvalidValue("This is no place in the list. Please begin at its start.");
      }
      long micros = Long.parseLong(shape.group(1));
      return new Cursor(
          Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000),
          CallbackId.parse(shape.group(2)));
    }

    @Override
    public String toString() {
      return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000 + "." + id;
    }
  }
}
