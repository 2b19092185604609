package org.ringfence.config;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.HolidayRegion;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Public holidays by country and region, as dates in the dialplan. Where they come from: <a
 * href="https://github.com/focus-shift/jollyday">Jollyday</a>. Which years is the model's to say.
 */
public final class PublicHolidays {
  /** As many years as a configuration should stay right that nobody touches. */
  private static final int YEARS = 10;

  private PublicHolidays() {}

  static boolean areUsed(TenantPbx pbx) {
    return pbx.handling().of(Hours.class).anyMatch(hours -> hours.holidays().isPresent());
  }

  static String contextName(HolidayRegion region) {
    return "holidays-" + region.code().toLowerCase(Locale.ROOT);
  }

  /** One context per region, with an extension for each day. */
  static List<Context> contexts(TenantPbx pbx) {
    if (!areUsed(pbx)) {
      return List.of();
    }
    Year from =
        pbx.handling()
            .holidaysFrom()
            .orElseThrow(() -> new IllegalStateException("nobody said from when on"));
    List<Context> contexts = new ArrayList<>();
    pbx.handling()
        .of(Hours.class)
        .flatMap(hours -> hours.holidays().stream())
        .distinct()
        .sorted(Comparator.comparing(HolidayRegion::code))
        .forEach(region -> contexts.add(context(region, from)));
    return contexts;
  }

  private static Context context(HolidayRegion region, Year from) {
    ContextBuilder context =
        new ContextBuilder(
            contextName(region),
            "Public holidays of " + region + ", " + from + " to " + from.plusYears(YEARS - 1),
            Source.pbx());
    days(region, from, YEARS)
        .forEach(
            (day, name) ->
                context.exten(
                    day.format(DateTimeFormatter.BASIC_ISO_DATE),
                    day + " " + name,
                    Source.pbx(),
                    Dialplan.step("NoOp")));
    return context.build();
  }

  /**
   * The public holidays of a region with their English names.
   *
   * @throws UnrenderableConfig when there is no such region
   */
  public static SortedMap<LocalDate, String> days(HolidayRegion region, Year from, int years) {
    if (!isKnown(region)) {
      throw new UnrenderableConfig(
          "The public holidays of " + region + " are not known. Please choose another region.");
    }
    String[] parts = region.code().toLowerCase(Locale.ROOT).split("-", -1);
    String[] below = Arrays.copyOfRange(parts, 1, parts.length);
    SortedMap<LocalDate, String> days = new TreeMap<>();
    for (int i = 0; i < years; i++) {
      for (Holiday holiday : manager(parts[0]).getHolidays(from.plusYears(i), below)) {
        if (holiday.getType() == HolidayType.PUBLIC_HOLIDAY) {
          // One that falls on a weekend and is made up for closes both days.
          for (LocalDate day : List.of(holiday.getActualDate(), holiday.getDate())) {
            // Two on one day: the first in the alphabet names it, whatever order the library has.
            days.merge(
                day,
                holiday.getDescription(Locale.ENGLISH),
                (one, other) -> one.compareTo(other) <= 0 ? one : other);
          }
        }
      }
    }
    return days;
  }

  /** The countries whose public holidays are known, as ISO 3166-1 writes them. */
  public static List<HolidayRegion> countries() {
    return HolidayManager.getSupportedCalendarCodes().stream()
        .map(code -> code.toUpperCase(Locale.ROOT))
        .filter(code -> code.matches("[A-Z]{2}"))
        .sorted()
        .map(HolidayRegion::new)
        .toList();
  }

  public static boolean isKnown(HolidayRegion region) {
    return countries().contains(new HolidayRegion(region.country()))
        && (region.code().length() == 2 || regions(region.country()).containsKey(region));
  }

  /** The parts of a country that have public holidays of their own, with their English names. */
  public static Map<HolidayRegion, String> regions(String country) {
    Map<HolidayRegion, String> regions = new LinkedHashMap<>();
    if (countries().contains(new HolidayRegion(country))) {
      collect(
          country, manager(country.toLowerCase(Locale.ROOT)).getCalendarHierarchy(), "", regions);
    }
    return regions;
  }

  private static void collect(
      String code, CalendarHierarchy parent, String name, Map<HolidayRegion, String> regions) {
    new TreeMap<>(parent.getChildren())
        .forEach(
            (id, child) -> {
              String childCode = code + "-" + id.toUpperCase(Locale.ROOT);
              String childName =
                  name.isEmpty()
                      ? child.getDescription(Locale.ENGLISH)
                      : name + ", " + child.getDescription(Locale.ENGLISH);
              region(childCode).ifPresent(region -> regions.put(region, childName));
              collect(childCode, child, childName, regions);
            });
  }

  /** Empty for what does not fit into our codes. */
  private static Optional<HolidayRegion> region(String code) {
    try {
      return Optional.of(new HolidayRegion(code));
    } catch (InvalidValue odd) {
      return Optional.empty();
    }
  }

  private static HolidayManager manager(String country) {
    return HolidayManager.getInstance(ManagerParameters.create(country));
  }
}
