package org.ringfence.domain.callback;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;

/**
 * When a callback that did not come about is tried again. Only what was certainly seen to fail is
 * ever tried again, never a call whose end nobody saw: that phone may have rung.
 *
 * @param rules how often and when, for each outcome; one that is missing is never tried again
 */
public record RetryPolicy(Map<Outcome, Rule> rules) {
  /** Nothing is tried again until the tenant wants it. */
  public static final RetryPolicy NONE = new RetryPolicy(Map.of());

  /** Each pause is this many times the one before at most. */
  private static final int LONGEST_BACK_OFF = 16;

  /** What a try can come to, as far as another one makes sense. */
  public enum Outcome {
    /** The agent did not take the call: the visitor was not called. */
    AGENT,
    /** The visitor's line was busy. */
    BUSY,
    /** The visitor's phone rang and nobody answered. */
    NO_ANSWER,
    /** No provider placed the call. */
    FAILURE
  }

  /**
   * How often and when.
   *
   * @param times how many times more than once, at most
   * @param pause before the second try; it doubles from try to try
   */
  public record Rule(int times, Duration pause) {
    public static final int MOST = 10;
    public static final Duration LONGEST = Duration.ofDays(1);

    public Rule {
      if (times < 0 || times > MOST) {
        throw new InvalidValue("A callback is tried again 0 to " + MOST + " times.");
      }
      if (pause.compareTo(Duration.ofSeconds(1)) < 0 || pause.compareTo(LONGEST) > 0) {
        throw new InvalidValue("The pause before another try is 1 second to 1 day.");
      }
    }
  }

  public RetryPolicy {
    EnumMap<Outcome, Rule> all = new EnumMap<>(Outcome.class);
    all.putAll(rules);
    rules = Map.copyOf(all);
  }

  /**
   * How long to wait before the next try; empty when there is none.
   *
   * @param tries how often it was tried again already, for whatever reason
   */
  public Optional<Duration> pause(Outcome outcome, int tries) {
    return Optional.ofNullable(rules.get(outcome))
        .filter(rule -> tries < rule.times())
        .map(rule -> rule.pause().multipliedBy(Math.min(LONGEST_BACK_OFF, 1L << tries)));
  }
}
