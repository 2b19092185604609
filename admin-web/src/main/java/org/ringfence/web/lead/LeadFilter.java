package org.ringfence.web.lead;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.form.Parameters;

/** Which leads are looked for, in the words of addresses: for the page, the export and the API. */
public final class LeadFilter {
  /** The parameters, in the order of the page. */
  public static final List<String> NAMES = List.of("q", "from", "to", "state", "widget", "after");

  private final Parameters parameters;

  private LeadFilter(Parameters parameters) {
    this.parameters = parameters;
  }

  /** Reads parameters; those that are absent or blank say nothing. */
  public static LeadFilter of(Function<String, @Nullable String> parameters) {
    return new LeadFilter(Parameters.of(NAMES, parameters));
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
  public LeadQuery query(int limit) {
    return new LeadQuery(
        parameters.text("q"),
        parameters.day("from", 0),
        parameters.day("to", 1),
        parameters.text("state").map(LeadFilter::state),
        parameters.value("widget", WidgetId::parse),
        parameters.value("after", LeadQuery.Cursor::parse),
        limit);
  }

  /** These parameters in an address, without the place in the list. */
  public String inAddress() {
    return parameters.inAddress();
  }

  private static CallbackState state(String word) {
    try {
      return CallbackState.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new InvalidForm(
          Map.of("state", "A lead is QUEUED, CALLING, CONNECTED, ENDED or FAILED."));
    }
  }
}
