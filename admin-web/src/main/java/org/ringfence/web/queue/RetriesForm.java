package org.ringfence.web.queue;

import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.RetryPolicy.Outcome;
import org.ringfence.domain.callback.RetryPolicy.Rule;
import org.ringfence.web.form.FieldReader;

/**
 * How often and when callbacks are tried again, as a person describes it: for each outcome a number
 * of times and a number of minutes.
 */
public class RetriesForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first part of each outcome's two fields. */
  private static final Map<Outcome, String> NAMES =
      Map.of(
          Outcome.AGENT, "agent",
          Outcome.BUSY, "busy",
          Outcome.NO_ANSWER, "noAnswer",
          Outcome.FAILURE, "failure");

  private static final String TIMES = "Times";
  private static final String MINUTES = "Minutes";
  private static final Duration USUAL = Duration.ofMinutes(5);

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES = rules();

  private final HashMap<String, String> fields = new HashMap<>();

  private static Map<String, Consumer<String>> rules() {
    Map<String, Consumer<String>> rules = new HashMap<>();
    for (String name : NAMES.values()) {
      rules.put(name + TIMES, RetriesForm::times);
      rules.put(name + MINUTES, RetriesForm::pause);
    }
    return Map.copyOf(rules);
  }

  /** What holds now, for whoever changes only a part. */
  public static RetriesForm of(RetryPolicy policy) {
    RetriesForm form = new RetriesForm();
    NAMES.forEach(
        (outcome, name) -> {
          Rule rule = policy.rules().getOrDefault(outcome, new Rule(0, USUAL));
          form.fields.put(name + TIMES, String.valueOf(rule.times()));
          form.fields.put(name + MINUTES, String.valueOf(Math.max(1, rule.pause().toMinutes())));
        });
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  RetryPolicy toPolicy() {
    FieldReader reader = new FieldReader();
    Map<Outcome, FieldReader.Field<Integer>> times = new EnumMap<>(Outcome.class);
    Map<Outcome, FieldReader.Field<Duration>> pauses = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      String name = NAMES.getOrDefault(outcome, "");
      times.put(outcome, reader.required(name + TIMES, get(name + TIMES), RetriesForm::times));
      pauses.put(outcome, reader.required(name + MINUTES, get(name + MINUTES), RetriesForm::pause));
    }
    reader.check();
    Map<Outcome, Rule> rules = new EnumMap<>(Outcome.class);
    times.forEach(
        (outcome, many) -> {
          FieldReader.Field<Duration> pause = pauses.get(outcome);
          if (many.get() > 0 && pause != null) {
            rules.put(outcome, new Rule(many.get(), pause.get()));
          }
        });
    return new RetryPolicy(rules);
  }

  private static int times(String text) {
    return new Rule(number(text), USUAL).times();
  }

  private static Duration pause(String text) {
    int minutes = number(text);
    if (minutes < 1 || minutes > Rule.LONGEST.toMinutes()) {
      throw new InvalidValue(
          "The pause before another try is 1 to " + Rule.LONGEST.toMinutes() + " minutes.");
    }
    return Duration.ofMinutes(minutes);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException notWhole) {
      throw new InvalidValue("Please enter a whole number, for example 3.");
    }
  }

  private String get(String field) {
    return fields.getOrDefault(field, "");
  }

  /** Field name to what is typed there. */
  public Map<String, String> getFields() {
    return fields;
  }
}
