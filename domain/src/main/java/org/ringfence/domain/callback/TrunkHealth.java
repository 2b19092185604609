package org.ringfence.domain.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well a trunk placed its calls lately. Computed from the calls alone, so that whoever knows
 * the same calls comes to the same: the dialer while it dials, its successor, and the portal.
 *
 * @param trunk section name
 * @param calls begun within {@link #WINDOW}; of very many, the newest
 * @param answered of these, those that the called person answered
 * @param refused of these, those that the provider did not place
 * @param postDialDelay from the call to the first ringing or answer, the median of the newest calls
 *     that had one; empty when none had
 */
public record TrunkHealth(
    String trunk,
    int calls,
    int answered,
    int refused,
    Optional<Duration> postDialDelay,
    State state) {

  /** Older calls say nothing of now. */
  public static final Duration WINDOW = Duration.ofMinutes(15);

  /** Calls of each trunk that are looked at, at most. */
  public static final int MOST = 100;

  /** The newest calls, which decide about refusals and delays. */
  static final int NEWEST = 10;

  /** Fewer of the newest say nothing. */
  private static final int FEWEST = 5;

  /** Fewer say nothing of how often people answer. */
  private static final int ENOUGH = 20;

  /**
   * What ITU-T E.721 expects of an international call on average; a longer silence makes people
   * hang up.
   */
  private static final Duration SLOW = Duration.ofSeconds(8);

  /** In one word. */
  public enum State {
    /** Too few calls to say anything; treated as good. */
    UNKNOWN,
    GOOD,
    /** At least half of its newest calls were not placed. */
    REFUSING,
    /** People answer less than half as often as by another trunk. */
    SELDOM_ANSWERED,
    /** Phones ring late: after more than 8 s, and more than twice as late as by another trunk. */
    SLOW;

    public boolean isSick() {
      return this == REFUSING || this == SELDOM_ANSWERED || this == SLOW;
    }
  }

  /**
   * What came of one call to a visitor.
   *
   * @param at when it began
   * @param delay from there to the first ringing or answer
   */
  public record Outcome(
      String trunk, Instant at, boolean answered, boolean refused, Optional<Duration> delay) {
    /**
     * Of a leg; empty while nothing came of it yet, and of one that says nothing about its trunk:
     * the agent's, and one that we ended ourselves before anything was heard.
     */
    public static Optional<Outcome> of(Leg leg) {
      Optional<Instant> heard =
          leg.answeredAt()
              .map(answer -> leg.rangAt().filter(rang -> rang.isBefore(answer)).orElse(answer))
              .or(leg::rangAt);
      boolean decided = leg.answeredAt().isPresent() || leg.endedAt().isPresent();
      if (leg.party() != Leg.Party.VISITOR
          || leg.trunk().isEmpty()
          || !decided
          || (heard.isEmpty() && leg.ending() == Leg.Ending.NOTHING)) {
        return Optional.empty();
      }
      return Optional.of(
          new Outcome(
              leg.trunk(),
              leg.startedAt(),
              leg.answeredAt().isPresent(),
              leg.ending() == Leg.Ending.REFUSED,
              heard
                  .map(moment -> Duration.between(leg.startedAt(), moment))
                  .filter(delay -> !delay.isNegative())));
    }
  }

  /** In per cent: of its calls those that were answered. */
  public int answerSeizureRatio() {
    return calls == 0 ? 0 : (int) Math.round(100.0 * answered / calls);
  }

  /** Of every trunk that had calls within {@link #WINDOW}, by section name. */
  public static Map<String, TrunkHealth> of(Collection<Outcome> outcomes, Instant now) {
    Map<String, List<Outcome>> byTrunk = new TreeMap<>();
    outcomes.stream()
        .filter(one -> one.at().isAfter(now.minus(WINDOW)))
        .sorted(Comparator.comparing(Outcome::at).reversed())
        .forEach(
            one -> {
              List<Outcome> own = byTrunk.computeIfAbsent(one.trunk(), any -> new ArrayList<>());
              if (own.size() < MOST) {
                own.add(one);
              }
            });
    Map<String, TrunkHealth> counted = new TreeMap<>();
    byTrunk.forEach((trunk, newestFirst) -> counted.put(trunk, counted(trunk, newestFirst)));
    Map<String, TrunkHealth> judged = new TreeMap<>();
    counted.forEach(
        (trunk, own) ->
            judged.put(
                trunk,
                own.in(
                    own.judged(
                        byTrunk.getOrDefault(trunk, List.of()),
                        counted.values().stream()
                            .filter(other -> !other.trunk().equals(trunk))
                            .toList()))));
    return judged;
  }

  private static TrunkHealth counted(String trunk, List<Outcome> newestFirst) {
    List<Duration> delays =
        newestFirst.stream().flatMap(one -> one.delay().stream()).limit(NEWEST).sorted().toList();
    return new TrunkHealth(
        trunk,
        newestFirst.size(),
        (int) newestFirst.stream().filter(Outcome::answered).count(),
        (int) newestFirst.stream().filter(Outcome::refused).count(),
        delays.isEmpty() ? Optional.empty() : Optional.of(delays.get(delays.size() / 2)),
        State.UNKNOWN);
  }

  private TrunkHealth in(State judged) {
    return new TrunkHealth(trunk, calls, answered, refused, postDialDelay, judged);
  }

  private State judged(List<Outcome> newestFirst, List<TrunkHealth> others) {
    if (calls < FEWEST) {
      return State.UNKNOWN;
    }
    List<Outcome> newest = newestFirst.stream().limit(NEWEST).toList();
    if (newest.stream().filter(Outcome::refused).count() * 2 >= newest.size()) {
      return State.REFUSING;
    }
    if (calls >= ENOUGH
        && others.stream()
            .filter(other -> other.calls() >= ENOUGH)
            .anyMatch(
                other -> other.answerSeizureRatio() > Math.max(10, 2 * answerSeizureRatio()))) {
      return State.SELDOM_ANSWERED;
    }
    boolean measured =
        newestFirst.stream().filter(one -> one.delay().isPresent()).count() >= FEWEST;
    Duration delay = postDialDelay.orElse(Duration.ZERO);
    if (measured
        && delay.compareTo(SLOW) > 0
        && others.stream()
            .flatMap(other -> other.postDialDelay().stream())
            .anyMatch(other -> delay.compareTo(other.multipliedBy(2)) > 0)) {
      return State.SLOW;
    }
    return State.GOOD;
  }
}
