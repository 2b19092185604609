package org.ringfence.web.history;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.web.form.InvalidForm;

/**
 * What calls are looked for, in the words of addresses: the same for the page, the export and the
 * API.
 */
public final class HistoryFilter {
  /** The parameters, in the order of the page. */
  public static final java.util.List<String> NAMES =
      java.util.List.of("q", "from", "to", "direction", "outcome", "extension", "trunk", "after");

  private final Map<String, String> values = new LinkedHashMap<>();

  private HistoryFilter() {}

  /** Reads parameters; those that are absent or blank say nothing. */
  public static HistoryFilter of(Function<String, @Nullable String> parameters) {
    HistoryFilter filter = new HistoryFilter();
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
  public CallQuery query(int limit) {
    return new CallQuery(
        text("q"),
        text("from").map(day -> day("from", day, 0)),
        text("to").map(day -> day("to", day, 1)),
        text("direction").map(word -> choice("direction", CallRecord.Direction.class, word)),
        text("outcome").map(word -> choice("outcome", CallRecord.Outcome.class, word)),
        text("extension"),
        text("trunk"),
        text("after").map(HistoryFilter::cursor),
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

  private static <E extends Enum<E>> E choice(String name, Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new InvalidForm(
          Map.of(
              name,
              "There is no "
                  + name
                  + " of that name. Known are "
                  + java.util.Arrays.stream(type.getEnumConstants())
                      .map(Enum::name)
                      .collect(Collectors.joining(", "))
                  + "."));
    }
  }

  private static CallQuery.Cursor cursor(String text) {
    try {
      return CallQuery.Cursor.parse(text);
    } catch (InvalidValue malformed) {
      throw new InvalidForm(Map.of("after", String.valueOf(malformed.getMessage())));
    }
  }
}
