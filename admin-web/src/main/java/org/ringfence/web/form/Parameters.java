package org.ringfence.web.form;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;

/**
 * What a long list is asked for, in the words of addresses: the same for its page, its export and
 * the API. The place in the list is the parameter {@code after}.
 */
public final class Parameters {
  private static final String PLACE = "after";

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Reads the parameters of these names; those that are absent or blank say nothing. */
  public static Parameters of(List<String> names, Function<String, @Nullable String> source) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      String value = source.apply(name);
      if (value != null && !value.isBlank()) {
        values.put(name, value.strip());
      }
    }
    return new Parameters(values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A parameter as a value.
   *
   * @throws InvalidForm when it is refused
   */
  public <T> Optional<T> value(String name, Function<String, T> parse) {
    try {
      return text(name).map(parse);
    } catch (InvalidValue malformed) {
      throw new InvalidForm(name, malformed);
    }
  }

  /**
   * A moment, or the beginning of a day in UTC.
   *
   * @param plusDays how many days later; of a day only
   */
  public Optional<Instant> day(String name, int plusDays) {
    return text(name).map(text -> day(name, text, plusDays));
  }

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

  /** Whether anything is left out; where a page begins does not count. */
  public boolean isAny() {
    return values.keySet().stream().anyMatch(name -> !name.equals(PLACE));
  }

  /** In an address, without the place in the list. */
  public String inAddress() {
    return values.entrySet().stream()
        .filter(value -> !value.getKey().equals(PLACE))
        .map(
            value ->
                value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
