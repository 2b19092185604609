package org.ringfence.domain.pbx;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * Opening hours: calls go one way while open, and another while closed.
 *
 * @param zone the time zone the hours are meant in
 * @param holidays whose public holidays are closed all day, too
 * @param closedDays holidays, which are closed all day whatever the week says
 */
public record Hours(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    Mode mode,
    Zone zone,
    List<Opening> openings,
    List<ClosedDay> closedDays,
    Optional<HolidayRegion> holidays,
    Destination open,
    Destination closed)
    implements Handling {

  /** Whether the clock decides. */
  public enum Mode {
    AUTOMATIC,
    ALWAYS_OPEN,
    ALWAYS_CLOSED
  }

  /** A time zone by its name in the IANA database. */
  public record Zone(String name) {
    private static final Pattern SHAPE = Pattern.compile("UTC|[A-Z][A-Za-z]+(/[A-Za-z_-]+){1,2}");

    public Zone {
      if (!SHAPE.matcher(name).matches() || !ZoneId.getAvailableZoneIds().contains(name)) {
        throw new InvalidValue("This is not a time zone. Please write one such as Europe/Berlin.");
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Open on these days of the week, from one minute of the day until just before another.
   *
   * @param to at most 1440, midnight at the end of the day
   */
  public record Opening(DayOfWeek first, DayOfWeek last, int from, int to) {
    private static final List<String> DAYS =
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern SHAPE =
        Pattern.compile("([a-z]{3})(?:-([a-z]{3}))? +([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})");

    public Opening {
      if (from < 0 || from >= to || to > 24 * 60) {
        throw new InvalidValue(
            "Hours begin before they end, on the same day. For a night, please write two lines.");
      }
    }

    /** Reads {@code mon-fri 09:00-17:00}. */
    public static Opening parse(String text) {
      Matcher shape = SHAPE.matcher(text.toLowerCase(Locale.ROOT));
      if (!shape.matches()) {
        throw malformed();
      }
      DayOfWeek first = day(shape.group(1));
      return new Opening(
          first,
          Optional.ofNullable(shape.group(2)).map(Opening::day).orElse(first),
          minute(shape.group(3), shape.group(4)),
          minute(shape.group(5), shape.group(6)));
    }

    private static DayOfWeek day(String text) {
      int index = DAYS.indexOf(text);
      if (index < 0) {
        throw malformed();
      }
      return DayOfWeek.of(index + 1);
    }

    private static int minute(String hours, String minutes) {
      int hour = Integer.parseInt(hours);
      int minute = Integer.parseInt(minutes);
      if (hour > 24 || minute > 59 || hour * 60 + minute > 24 * 60) {
        throw malformed();
      }
      return hour * 60 + minute;
    }

    private static InvalidValue malformed() {
      return new InvalidValue(
          "Please write days and times such as mon-fri 09:00-17:00 or sat 10:00-14:00, one a"
              + " line.");
    }

    /** Whether it is open at a local time. */
    boolean holds(ZonedDateTime local) {
      return holds(local.getDayOfWeek(), local.getHour() * 60 + local.getMinute());
    }

    public boolean holds(DayOfWeek day, int minute) {
      int days = Math.floorMod(last.getValue() - first.getValue(), 7);
      return Math.floorMod(day.getValue() - first.getValue(), 7) <= days
          && minute >= from
          && minute < to;
    }

    /** {@code mon}, as Asterisk writes it too. */
    public static String word(DayOfWeek day) {
      return DAYS.get(day.getValue() - 1);
    }

    @Override
    public String toString() {
      return word(first)
          + (first == last ? "" : "-" + word(last))
          + String.format(
              Locale.ROOT, " %02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60);
    }
  }

  /**
   * A day that is closed.
   *
   * @param date {@code 2026-12-24}, or {@code 12-25} for every year
   */
  public record ClosedDay(String date) {
    public ClosedDay {
      try {
        if (date.matches("[0-9]{2}-[0-9]{2}")) {
          MonthDay.parse("--" + date);
        } else if (date.matches("2[0-9]{3}-[0-9]{2}-[0-9]{2}")) {
          LocalDate.parse(date);
        } else {
          throw malformed();
        }
      } catch (DateTimeException noSuchDay) {
        throw malformed();
      }
    }

    private static InvalidValue malformed() {
      return new InvalidValue(
          "Please write a day as 2026-12-24, or as 12-25 when it returns every year, one a line.");
    }

    public boolean isEveryYear() {
      return date.length() == 5;
    }

    @Override
    public String toString() {
      return date;
    }
  }

  /** Opening hours without public holidays. */
  public Hours(
      HandlingId id,
      DisplayName name,
      Optional<ExtensionNumber> number,
      Mode mode,
      Zone zone,
      List<Opening> openings,
      List<ClosedDay> closedDays,
      Destination open,
      Destination closed) {
    this(id, name, number, mode, zone, openings, closedDays, Optional.empty(), open, closed);
  }

  public Hours {
    openings = List.copyOf(openings);
    closedDays = List.copyOf(closedDays);
  }

  /** Whether the hours are open at a moment. */
  public boolean isOpen(Instant at) {
    ZonedDateTime local = at.atZone(ZoneId.of(zone.name()));
    String day = local.toLocalDate().toString();
    int minute = local.getHour() * 60 + local.getMinute();
    return switch (mode) {
      case ALWAYS_OPEN -> true;
      case ALWAYS_CLOSED -> false;
      case AUTOMATIC ->
          closedDays.stream().noneMatch(closedDay -> day.endsWith(closedDay.date()))
              && openings.stream().anyMatch(each -> each.holds(local.getDayOfWeek(), minute));
    };
  }

  static Hours read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    var mode = fields.choice("mode", Mode.class);
    var zone = fields.value("zone", new Zone("UTC"), Zone::new);
    var openings = fields.list("openings", 50, Opening::parse);
    var closedDays = fields.list("closedDays", 200, ClosedDay::new);
    Optional<HolidayRegion> holidays =
        fields.value("holidays", Optional.empty(), text -> Optional.of(new HolidayRegion(text)));
    var open = fields.destination("open");
    var closed = fields.destination("closed");
    return fields.whole(
        () ->
            new Hours(id, name, number, mode, zone, openings, closedDays, holidays, open, closed));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.HOURS;
  }

  @Override
  public List<Destination> uses() {
    return List.of(open, closed);
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "mode", Fields.word(mode),
        "zone", zone.name(),
        "openings", Fields.lines(openings),
        "closedDays", Fields.lines(closedDays),
        "holidays", Fields.id(holidays),
        "open", open.toString(),
        "closed", closed.toString());
  }
}
