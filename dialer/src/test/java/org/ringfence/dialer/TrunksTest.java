package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.TrunkChoice.Chosen;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;

/** Which trunk a call tries first, with the lane as it runs. */
class TrunksTest {
  private static final String FIRST = "trunk-11111111";
  private static final String SECOND = "trunk-22222222";
  private static final HangupCause UNAVAILABLE = new HangupCause(34, "Circuit congestion", 503);

  private final MovableClock clock = new MovableClock();
  private final FakePbx pbx = new FakePbx();
  private final FakeDatabase database = new FakeDatabase();
  private Lanes lanes = dialer("one");

  private Lanes dialer(String owner) {
    return new Lanes(
        database.lanes,
        new DialerSettings(owner, Duration.ofSeconds(6), 5, Samples.TIMEOUTS),
        database.ports(pbx, new SilentMetrics(), clock),
        Runnable::run);
  }

  private static Trunk trunk(String digit, String cost) {
    return new Trunk(
            new TrunkId(UUID.fromString(digit.repeat(8) + "-0000-4000-8000-000000000001")),
            new DisplayName("Provider " + digit),
            new TrunkAccess.Registration("acme", new Secret("secret")),
            new SipHost("sip" + digit + ".example.com"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.PLUS_E164,
            Optional.empty(),
            Optional.empty(),
            true,
            Integer.parseInt(digit))
        .with(TrunkSettings.of(Map.of("minuteCost", cost)));
  }

  @BeforeEach
  void start() {
    database.trunkList = List.of(trunk("1", "0.02"), trunk("2", "0.01"));
    lanes.hold();
    lanes.tick();
  }

  /** A call for which an agent answers. */
  private AttemptId call() {
    database.enqueue("101");
    lanes.look();
    AttemptId attempt = pbx.originated.get(pbx.originated.size() - 1);
    pbx.agentRings(attempt);
    pbx.agentAnswers(attempt);
    return attempt;
  }

  private Chosen chosen(AttemptId attempt) {
    return Objects.requireNonNull(pbx.ways.get(attempt));
  }

  private void end(AttemptId attempt) {
    pbx.end(attempt.toString(), Samples.NORMAL);
    pass(Duration.ofSeconds(1));
  }

  private void pass(Duration time) {
    clock.move(time);
    lanes.hold();
    lanes.tick();
  }

  /** A call that the first trunk refuses and the second one places. */
  private Chosen refusedByTheFirst() {
    AttemptId attempt = call();
    pbx.end(pbx.visitorRings(attempt, FIRST), UNAVAILABLE);
    String visitor = pbx.visitorRings(attempt, SECOND);
    pbx.visitorAnswers(attempt, visitor);
    pbx.end(visitor, Samples.NORMAL);
    end(attempt);
    return chosen(attempt);
  }

  @Test
  void aTrunkThatRefusesCallsIsTriedLastFromThenOn() {
    for (int i = 0; i < 5; i++) {
      assertThat(refusedByTheFirst()).as("call %d", i).isEqualTo(Chosen.AS_LISTED);
    }

    assertThat(refusedByTheFirst()).isEqualTo(new Chosen(List.of(), List.of(FIRST)));
  }

  @Test
  void itGetsACallNowAndThenAndIsTriedAsBeforeWhenItPlacesThem() {
    for (int i = 0; i < 6; i++) {
      refusedByTheFirst();
    }
    int probes = 0;
    for (int i = 0; i < 200; i++) {
      AttemptId attempt = call();
      Chosen chosen = chosen(attempt);
      boolean probe = chosen.first().contains(FIRST);
      probes += probe ? 1 : 0;
      boolean listed = chosen.equals(Chosen.AS_LISTED);
      String visitor = pbx.visitorRings(attempt, probe || listed ? FIRST : SECOND);
      pbx.visitorAnswers(attempt, visitor);
      pbx.end(visitor, Samples.NORMAL);
      end(attempt);
      if (listed) {
        break;
      }
    }

    assertThat(probes).as("calls that were risked").isBetween(1, 6);
    assertThat(chosen(call())).isEqualTo(Chosen.AS_LISTED);
  }

  @Test
  void whoeverTakesTheLaneKnowsWhatItsHolderSaw() {
    for (int i = 0; i < 6; i++) {
      refusedByTheFirst();
    }
    lanes.stop();
    lanes = dialer("two");
    lanes.hold();
    lanes.tick();

    assertThat(chosen(call())).isEqualTo(new Chosen(List.of(), List.of(FIRST)));
  }

  @Test
  void theCheapestComesFirstWhereTheTenantWantsThat() {
    database.rulesFound =
        new DialingRules(TrunkChoice.Order.CHEAPEST, CallingHours.ALWAYS, Duration.ZERO);

    assertThat(chosen(call()).first()).containsExactly(SECOND, FIRST);
  }

  @Test
  void aLegKeepsWhenItRangAndWhatItsEndSaysOfItsTrunk() {
    AttemptId attempt = call();
    pbx.end(pbx.visitorRings(attempt, FIRST), UNAVAILABLE);
    String visitor = pbx.visitorRings(attempt, SECOND);
    clock.move(Duration.ofSeconds(3));
    pbx.say(new AmiEvent.Ringing(visitor));
    clock.move(Duration.ofSeconds(4));
    pbx.visitorAnswers(attempt, visitor);
    pbx.end(visitor, Samples.NORMAL);
    end(attempt);

    List<Leg> legs = database.attempt(attempt).legs();
    assertThat(legs)
        .extracting(Leg::ending)
        .containsExactly(Leg.Ending.NOTHING, Leg.Ending.REFUSED, Leg.Ending.PLACED);
    assertThat(legs.get(2).rangAt()).contains(Samples.NOON.plusSeconds(3));
    assertThat(legs.get(2).answeredAt()).contains(Samples.NOON.plusSeconds(7));
  }

  @Test
  void busyIsNoFaultOfTheTrunk() {
    AttemptId attempt = call();
    pbx.end(pbx.visitorRings(attempt, FIRST), Samples.BUSY);
    end(attempt);

    assertThat(database.attempt(attempt).legs())
        .extracting(Leg::ending)
        .containsExactly(Leg.Ending.NOTHING, Leg.Ending.PLACED);
  }
}
