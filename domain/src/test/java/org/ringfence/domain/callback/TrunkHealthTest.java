package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.Leg.Ending;
import org.ringfence.domain.callback.Leg.Party;
import org.ringfence.domain.callback.TrunkHealth.Outcome;
import org.ringfence.domain.callback.TrunkHealth.State;

class TrunkHealthTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Outcome> outcomes = new ArrayList<>();

  /** The first came last. */
  private void calls(String trunk, int many, boolean answered, boolean refused, int delaySeconds) {
    for (int i = 0; i < many; i++) {
      outcomes.add(
          new Outcome(
              trunk,
              NOW.minusSeconds(1 + outcomes.size()),
              answered,
              refused,
              refused ? Optional.empty() : Optional.of(Duration.ofSeconds(delaySeconds))));
    }
  }

  private void answered(String trunk, int many) {
    calls(trunk, many, true, false, 2);
  }

  private void unanswered(String trunk, int many) {
    calls(trunk, many, false, false, 2);
  }

  private void refused(String trunk, int many) {
    calls(trunk, many, false, true, 0);
  }

  private TrunkHealth health(String trunk) {
    return Objects.requireNonNull(TrunkHealth.of(outcomes, NOW).get(trunk));
  }

  @Test
  void itCountsCallsAnswersRefusalsAndTheMedianDelay() {
    calls("trunk-1", 2, true, false, 9);
    calls("trunk-1", 5, true, false, 3);
    unanswered("trunk-1", 1);
    refused("trunk-1", 2);

    assertThat(health("trunk-1"))
        .isEqualTo(
            new TrunkHealth("trunk-1", 10, 7, 2, Optional.of(Duration.ofSeconds(3)), State.GOOD));
    assertThat(health("trunk-1").answerSeizureRatio()).isEqualTo(70);
  }

  @Test
  void fewCallsSayNothing() {
    refused("trunk-1", 4);

    assertThat(health("trunk-1").state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void aTrunkThatRefusesHalfOfItsNewestCallsIsSick() {
    refused("trunk-1", 5);
    answered("trunk-1", 50);

    assertThat(health("trunk-1").state()).isEqualTo(State.REFUSING);
  }

  @Test
  void itIsWellAgainAfterAFewGoodCalls() {
    answered("trunk-1", 6);
    refused("trunk-1", 50);

    assertThat(health("trunk-1").state()).isEqualTo(State.GOOD);
  }

  @Test
  void busyAndUnansweredCallsAreNobodysFault() {
    unanswered("trunk-1", 30);
    unanswered("trunk-2", 30);

    assertThat(health("trunk-1").state()).isEqualTo(State.GOOD);
  }

  @Test
  void aTrunkByWhichFarFewerPeopleAnswerIsSick() {
    answered("trunk-1", 4);
    unanswered("trunk-1", 16);
    answered("trunk-2", 12);
    unanswered("trunk-2", 8);

    assertThat(health("trunk-1").state()).isEqualTo(State.SELDOM_ANSWERED);
    assertThat(health("trunk-2").state()).isEqualTo(State.GOOD);
  }

  @Test
  void aTrunkByWhichPhonesRingFarLaterIsSick() {
    calls("trunk-1", 6, true, false, 9);
    calls("trunk-2", 6, true, false, 3);
    calls("trunk-3", 6, true, false, 7);

    assertThat(health("trunk-1").state()).isEqualTo(State.SLOW);
    assertThat(health("trunk-3").state()).as("7 s are usual far away").isEqualTo(State.GOOD);
  }

  @Test
  void slowAloneIsNotSick() {
    calls("trunk-1", 6, true, false, 9);
    calls("trunk-2", 6, true, false, 8);

    assertThat(health("trunk-1").state()).isEqualTo(State.GOOD);
  }

  @Test
  void whatIsOlderThanTheWindowDoesNotCount() {
    outcomes.add(
        new Outcome("trunk-1", NOW.minus(TrunkHealth.WINDOW), false, true, Optional.empty()));

    assertThat(TrunkHealth.of(outcomes, NOW)).isEmpty();
  }

  @Test
  void theOrderInWhichCallsAreToldMakesNoDifference() {
    answered("trunk-1", 6);
    refused("trunk-1", 9);
    answered("trunk-2", 3);
    Map<String, TrunkHealth> forward = TrunkHealth.of(outcomes, NOW);
    Collections.reverse(outcomes);

    assertThat(TrunkHealth.of(outcomes, NOW)).isEqualTo(forward);
  }

  private static Leg leg(Party party, int rang, int answered, int ended, Ending ending) {
    return new Leg(
        party,
        "1.1",
        "+4930123456",
        "trunk-1",
        NOW,
        rang == 0 ? Optional.empty() : Optional.of(NOW.plusSeconds(rang)),
        answered == 0 ? Optional.empty() : Optional.of(NOW.plusSeconds(answered)),
        ended == 0 ? Optional.empty() : Optional.of(NOW.plusSeconds(ended)),
        "",
        ending);
  }

  @Test
  void aLegSaysHowLongItTookToRingOrToAnswer() {
    assertThat(Outcome.of(leg(Party.VISITOR, 3, 7, 0, Ending.NOTHING)))
        .contains(new Outcome("trunk-1", NOW, true, false, Optional.of(Duration.ofSeconds(3))));
    assertThat(Outcome.of(leg(Party.VISITOR, 0, 4, 9, Ending.PLACED)))
        .contains(new Outcome("trunk-1", NOW, true, false, Optional.of(Duration.ofSeconds(4))));
    assertThat(Outcome.of(leg(Party.VISITOR, 0, 0, 1, Ending.REFUSED)))
        .contains(new Outcome("trunk-1", NOW, false, true, Optional.empty()));
    assertThat(Outcome.of(leg(Party.VISITOR, 0, 0, 1, Ending.PLACED)))
        .as("busy at once")
        .contains(new Outcome("trunk-1", NOW, false, false, Optional.empty()));
  }

  @Test
  void aLegOfWhichNothingIsKnownSaysNothing() {
    assertThat(Outcome.of(leg(Party.VISITOR, 3, 0, 0, Ending.NOTHING))).as("still rings").isEmpty();
    assertThat(Outcome.of(leg(Party.VISITOR, 0, 0, 5, Ending.NOTHING)))
        .as("given up by us, or not seen to end")
        .isEmpty();
    assertThat(Outcome.of(leg(Party.AGENT, 3, 7, 9, Ending.PLACED))).isEmpty();
  }
}
