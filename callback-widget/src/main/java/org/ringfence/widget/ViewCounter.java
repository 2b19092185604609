package org.ringfence.widget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.callback.WidgetStatistics.Views;

/**
 * Adds up what browsers tell of page views, between two writes to the database. Whoever tells too
 * much is not counted; no address outlives its minute, and none is ever stored.
 */
final class ViewCounter {
  /** Views one address may tell of in a minute; many people share one. */
  static final int OF_ADDRESS = 60;

  private static final int ADDRESSES = 50_000;
  private static final int COUNTERS = 5_000;
  private static final int LONGEST_PAGE = 200;
  private static final int LONGEST_SOURCE = 80;

  private record Place(
      PublishedWidget widget, LocalDate day, int hour, String page, String source) {}

  private final Map<String, Integer> lately = new ConcurrentHashMap<>();
  private volatile long minute;
  private Map<Place, int[]> counters = new HashMap<>();

  /** Whether an address may be counted once more. */
  boolean mayCount(String address, Instant now) {
    long present = now.getEpochSecond() / 60;
    if (present != minute) {
      minute = present;
      lately.clear();
    }
    return lately.size() < ADDRESSES && lately.merge(address, 1, Integer::sum) <= OF_ADDRESS;
  }

  synchronized void count(
      PublishedWidget widget, boolean opened, String page, String source, Instant now) {
    var utc = now.atZone(ZoneOffset.UTC);
    Place place = new Place(widget, utc.toLocalDate(), utc.getHour(), page(page), source(source));
    if (!counters.containsKey(place) && counters.size() >= COUNTERS) {
      place =
          new Place(
              widget,
              utc.toLocalDate(),
              utc.getHour(),
              WidgetStatistics.OTHERS,
              WidgetStatistics.OTHERS);
    }
    counters.computeIfAbsent(place, any -> new int[2])[opened ? 1 : 0]++;
  }

  /** What was counted since the last call. */
  synchronized List<Views> take() {
    List<Views> views = new ArrayList<>();
    counters.forEach(
        (place, count) ->
            views.add(
                new Views(
                    place.widget().tenantId(),
                    place.widget().widget().id(),
                    place.day(),
                    place.hour(),
                    place.page(),
                    place.source(),
                    count[0],
                    count[1])));
    counters = new HashMap<>();
    return views;
  }

  private static String page(String told) {
    return told.startsWith("/") && told.length() <= LONGEST_PAGE && isPrintable(told)
        ? told
        : WidgetStatistics.OTHERS;
  }

  /** The host of an address, or a campaign's source. */
  private static String source(String told) {
    String source =
        told.replaceFirst("^[a-z]+://", "").split("/", 2)[0].strip().toLowerCase(Locale.ROOT);
    return source.length() <= LONGEST_SOURCE && isPrintable(source)
        ? source
        : WidgetStatistics.OTHERS;
  }

  private static boolean isPrintable(String text) {
    try {
      Text.requirePrintable("What was told", text);
      return true;
    } catch (InvalidValue unprintable) {
      return false;
    }
  }
}
