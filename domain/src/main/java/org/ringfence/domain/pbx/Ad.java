package org.ringfence.domain.pbx;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * What visitors of callbacks hear when they have answered, before they are put through. Nothing
 * leads a call to it: the dialer chooses one for a callback.
 *
 * @param widgets ids of the widgets whose visitors hear it; empty means everybody, those of the API
 *     too
 * @param weight how often it is chosen compared with the others that are possible
 * @param zone the time zone of days and hours
 * @param firstDay the first day on which it is played
 * @param lastDay the last one
 * @param openings when in the week it is played; empty means always
 * @param dailyPlays how often it is played a day at most; 0 is without a limit
 * @param totalPlays how often it is played at most; 0 is without a limit
 */
public record Ad(
    HandlingId id,
    DisplayName name,
    SoundId sound,
    List<UUID> widgets,
    int weight,
    Hours.Zone zone,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> lastDay,
    List<Hours.Opening> openings,
    int dailyPlays,
    int totalPlays)
    implements Handling {
  /** The largest weight. */
  public static final int HEAVIEST = 100;

  private static final int MOST_PLAYS = 999_999;

  public Ad {
    widgets = List.copyOf(widgets);
    openings = List.copyOf(openings);
  }

  /**
   * How often an ad is or may still be played.
   *
   * @param today plays of the ad's day, and calls under way that may become one
   * @param ever the same since there is the ad
   */
  public record Used(int today, int ever) {
    public static final Used NOTHING = new Used(0, 0);

    /** One more that may become a play. */
    public Used andOne() {
      return new Used(today + 1, ever + 1);
    }
  }

  static Ad read(HandlingId id, Fields fields) {
    var name = fields.name();
    SoundId sound = fields.required("sound", SoundId.random(), SoundId::parse);
    List<UUID> widgets = fields.list("widgets", 100, Ad::widget);
    int weight = fields.number("weight", "The weight", 1, HEAVIEST);
    var zone = fields.value("zone", new Hours.Zone("UTC"), Hours.Zone::new);
    Optional<LocalDate> first = fields.value("firstDay", Optional.empty(), Ad::day);
    Optional<LocalDate> last = fields.value("lastDay", Optional.empty(), Ad::day);
    fields.check(
        "lastDay",
        () -> {
          if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            throw new InvalidValue("The last day is not before the first one.");
          }
        });
    var openings = fields.list("openings", 50, Hours.Opening::parse);
    int daily = fields.number("dailyPlays", "The number of plays", 0, MOST_PLAYS);
    int total = fields.number("totalPlays", "The number of plays", 0, MOST_PLAYS);
    return fields.whole(
        () -> new Ad(id, name, sound, widgets, weight, zone, first, last, openings, daily, total));
  }

  static UUID widget(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException malformed) {
      throw new InvalidValue("Please choose widgets that there are.");
    }
    throw new InvalidValue("Please choose widgets that there are.");
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException malformed) {
      throw new InvalidValue("Please write a day as 2027-01-31.");
    }
  }

  /** Whether a callback of this widget may hear it at a moment. */
  public boolean fits(UUID widget, Used used, Instant at) {
    ZonedDateTime local = at.atZone(ZoneId.of(zone.name()));
    LocalDate today = local.toLocalDate();
    return (widgets.isEmpty() || widgets.contains(widget))
        && firstDay.filter(today::isBefore).isEmpty()
        && lastDay.filter(today::isAfter).isEmpty()
        && (openings.isEmpty() || openings.stream().anyMatch(each -> each.holds(local)))
        && (dailyPlays == 0 || used.today() < dailyPlays)
        && (totalPlays == 0 || used.ever() < totalPlays);
  }

  /** When the ad's day of a moment began. */
  public Instant dayOf(Instant at) {
    ZoneId place = ZoneId.of(zone.name());
    return at.atZone(place).toLocalDate().atStartOfDay(place).toInstant();
  }

  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.AD;
  }

  @Override
  public List<Destination> uses() {
    return List.of();
  }

  @Override
  public List<SoundId> sounds() {
    return List.of(sound);
  }

  @Override
  public List<UUID> widgetUses() {
    return widgets;
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "sound", sound.toString(),
        "widgets", Fields.lines(widgets),
        "weight", Integer.toString(weight),
        "zone", zone.name(),
        "firstDay", Fields.id(firstDay),
        "lastDay", Fields.id(lastDay),
        "openings", Fields.lines(openings),
        "dailyPlays", Integer.toString(dailyPlays),
        "totalPlays", Integer.toString(totalPlays));
  }
}
