package org.ringfence.web.lead;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.web.form.InvalidForm;

/** Which leads are looked for, in the words of addresses: for the page, the export and the API. */
public final class LeadFilter {
  /** The parameters, in the order of the page. */
  public static final List<String> NAMES = List.of("q", "from", "to", "state", "widget", "after");

  private final Map<String, String> values = new LinkedHashMap<>();

  private LeadFilter() {}

  /** Reads parameters; those that are absent or blank say nothing. */
  public static LeadFilter of(Function<String, @Nullable String> parameters) {
    LeadFilter filter = new LeadFilter();
    for (String name : NAMES) {
      String value = parameters.apply(name);
      if (value != null && !value.isBlank()) {
        filter.values.put(name, value.strip());
      }
    }
    return filter;
  }

  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** Whether it leaves anything out; where a page begins does not count. */
  public boolean isAny() {
    return values.keySet().stream().anyMatch(name -> !name.equals("after"));
  }

  /**
   * The query.
   *
   * @throws InvalidForm when a parameter is malformed, with a sentence
   */
  public LeadQuery query(int limit) {
    return new LeadQuery(
        text("q"),
        text("from").map(day -> day("from", day, 0)),
        text("to").map(day -> day("to", day, 1)),
        text("state").map(LeadFilter::state),
        text("widget").map(id -> value("widget", () -> WidgetId.parse(id))),
        text("after").map(place -> value("after", () -> LeadQuery.Cursor.parse(place))),
        limit);
  }

  /** These parameters in an address, without the place in the list. */
  public String inAddress() {
    return values.entrySet().stream()
        .filter(value -> !value.getKey().equals("after"))
        .map(
            value ->
                value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static <T> T value(String name, java.util.function.Supplier<T> parse) {
    try {
      return parse.get();
    } catch (InvalidValue malformed) {
      throw new InvalidForm(name, malformed);
    }
  }

  private static CallbackState state(String word) {
    try {
      return CallbackState.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new InvalidForm(
          Map.of("state", "A lead is QUEUED, CALLING, CONNECTED, ENDED or FAILED."));
    }
  }

  /** A day as a whole, in UTC, or a moment. */
  private static Instant day(String name, String text, int plusDays) {
    try {
      return text.indexOf('T') > 0
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException malformed) {
      throw new InvalidForm(
          Map.of(
              name,
              "This is no day. Please write it as in 2026-11-22, or a moment as in"
                  + " 2026-11-22T10:15:00Z."));
    }
  }
}
