package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.TrunkChoice.Chosen;
import org.ringfence.domain.callback.TrunkChoice.Order;
import org.ringfence.domain.callback.TrunkChoice.Way;
import org.ringfence.domain.callback.TrunkHealth.State;

class TrunkChoiceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final Way A = new Way("trunk-a", 1, new BigDecimal("0.02"));
  private static final Way B = new Way("trunk-b", 3, new BigDecimal("0.01"));
  private static final Way C = new Way("trunk-c", 1, new BigDecimal("0.03"));
  private static final List<Way> ALL = List.of(A, B, C);

  private final Map<String, TrunkHealth> health = new HashMap<>();
  private final TrunkChoice choice = new TrunkChoice(new SplittableRandom(7));

  private void is(State state, Way... ways) {
    for (Way way : ways) {
      health.put(way.trunk(), new TrunkHealth(way.trunk(), 20, 10, 0, Optional.empty(), state));
    }
  }

  private Chosen at(Order order, int second) {
    return choice.choose(order, ALL, health, NOW.plusSeconds(second));
  }

  @Test
  void withoutSickTrunksTheListIsLeftAsItIs() {
    is(State.GOOD, A, B);

    assertThat(at(Order.AS_LISTED, 0)).isEqualTo(Chosen.AS_LISTED);
  }

  @Test
  void asListedASickTrunkComesLast() {
    is(State.REFUSING, A);

    assertThat(at(Order.AS_LISTED, 0)).isEqualTo(new Chosen(List.of(), List.of("trunk-a")));
  }

  @Test
  void theCheapestComesFirstAndTheSickLastWhateverTheyCost() {
    assertThat(at(Order.CHEAPEST, 0).first()).containsExactly("trunk-b", "trunk-a", "trunk-c");

    is(State.SLOW, B);
    assertThat(at(Order.CHEAPEST, 1).first()).containsExactly("trunk-a", "trunk-c", "trunk-b");
  }

  @Test
  void eachIsFirstAsOftenAsItsWeightSays() {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      first.merge(at(Order.BY_WEIGHT, 0).first().get(0), 1, Integer::sum);
    }

    assertThat(first.get("trunk-b")).isBetween(5_800, 6_200);
    assertThat(first.get("trunk-a")).isBetween(1_850, 2_150);
    assertThat(first.get("trunk-c")).isBetween(1_850, 2_150);
  }

  @Test
  void thoseThatCostTheSameShareCallsByWeight() {
    Way same = new Way("trunk-d", 1, B.minuteCost());
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      first.merge(
          choice.choose(Order.CHEAPEST, List.of(A, B, same), Map.of(), NOW).first().get(0),
          1,
          Integer::sum);
    }

    assertThat(first).containsOnlyKeys("trunk-b", "trunk-d");
    assertThat(first.get("trunk-b")).isBetween(2_850, 3_150);
  }

  @Test
  void aSickTrunkIsRiskedOnceInHalfAMinuteAndNotOftener() {
    is(State.REFUSING, A);
    List<Integer> probes = new ArrayList<>();
    for (int second = 0; second < 120; second++) {
      for (int call = 0; call < 5; call++) {
        if (at(Order.AS_LISTED, second).first().equals(List.of("trunk-a"))) {
          probes.add(second);
        }
      }
    }

    assertThat(probes).containsExactly(30, 60, 90);
  }

  @Test
  void severalSickTrunksTakeTurns() {
    is(State.REFUSING, A, B);
    List<String> probes = new ArrayList<>();
    for (int second = 0; second <= 91; second++) {
      probes.addAll(at(Order.AS_LISTED, second).first());
    }

    assertThat(probes)
        .containsExactly("trunk-a", "trunk-b", "trunk-a", "trunk-b", "trunk-a", "trunk-b");
  }

  @Test
  void aTrunkThatIsWellAgainIsTriedAsBefore() {
    is(State.REFUSING, A);
    assertThat(at(Order.AS_LISTED, 0).last()).containsExactly("trunk-a");

    is(State.GOOD, A);
    assertThat(at(Order.AS_LISTED, 1)).isEqualTo(Chosen.AS_LISTED);
  }

  @Test
  void whenAllAreSickNoneIsBetterThanAnother() {
    is(State.REFUSING, A, B, C);

    assertThat(at(Order.AS_LISTED, 60)).isEqualTo(Chosen.AS_LISTED);
    assertThat(at(Order.CHEAPEST, 120).first()).containsExactly("trunk-b", "trunk-a", "trunk-c");
  }

  @Test
  void aSingleTrunkNeedsNoChoice() {
    is(State.REFUSING, A);

    assertThat(choice.choose(Order.BY_WEIGHT, List.of(A), health, NOW)).isEqualTo(Chosen.AS_LISTED);
  }

  @Test
  void theSameChanceGivesTheSameChoices() {
    TrunkChoice one = new TrunkChoice(new SplittableRandom(11));
    TrunkChoice same = new TrunkChoice(new SplittableRandom(11));
    for (int i = 0; i < 100; i++) {
      assertThat(one.choose(Order.BY_WEIGHT, ALL, health, NOW))
          .isEqualTo(same.choose(Order.BY_WEIGHT, ALL, health, NOW));
    }
  }
}
