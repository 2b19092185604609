package org.ringfence.web.history;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.form.Parameters;

/**
 * What calls are looked for, in the words of addresses: the same for the page, the export and the
 * API.
 */
public final class HistoryFilter {
  /** The parameters, in the order of the page. */
  public static final java.util.List<String> NAMES =
      java.util.List.of("q", "from", "to", "direction", "outcome", "extension", "trunk", "after");

  private final Parameters parameters;

  private HistoryFilter(Parameters parameters) {
    this.parameters = parameters;
  }

  /** Reads parameters; those that are absent or blank say nothing. */
  public static HistoryFilter of(Function<String, @Nullable String> parameters) {
    return new HistoryFilter(Parameters.of(NAMES, parameters));
  }

  public String get(String name) {
    return parameters.text(name).orElse("");
  }

  /** Whether it leaves anything out; where a page begins does not count. */
  public boolean isAny() {
    return parameters.isAny();
  }

  /**
   * The query.
   *
   * @throws InvalidForm when a parameter is malformed, with a sentence
   */
  public CallQuery query(int limit) {
    return new CallQuery(
        parameters.text("q"),
        parameters.day("from", 0),
        parameters.day("to", 1),
        parameters
            .text("direction")
            .map(word -> choice("direction", CallRecord.Direction.class, word)),
        parameters.text("outcome").map(word -> choice("outcome", CallRecord.Outcome.class, word)),
        parameters.text("extension"),
        parameters.text("trunk"),
        parameters.value("after", CallQuery.Cursor::parse),
        limit);
  }

  /** These parameters in an address, without the place in the list. */
  public String inAddress() {
    return parameters.inAddress();
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
}
