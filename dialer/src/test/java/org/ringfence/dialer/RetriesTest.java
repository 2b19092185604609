package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.RetryPolicy.Outcome;

class RetriesTest {
  private static final HangupCause RANG_OUT = new HangupCause(19, "User alerting, no answer", 480);
  private static final HangupCause UNAVAILABLE = new HangupCause(34, "Circuit congestion", 503);
  private static final HangupCause DECLINED = new HangupCause(21, "Call Rejected", 603);

  private final MovableClock clock = new MovableClock();
  private final FakePbx pbx = new FakePbx();
  private final FakeDatabase database = new FakeDatabase();
  private final Lanes lanes =
      new Lanes(
          database.lanes,
          new DialerSettings("one", Duration.ofSeconds(6), 5, Samples.TIMEOUTS),
          database.ports(pbx, new SilentMetrics(), clock),
          Runnable::run);

  private void policy(Map<Outcome, RetryPolicy.Rule> rules) {
    database.retryPolicy = new RetryPolicy(new EnumMap<>(rules));
  }

  private static RetryPolicy.Rule rule(int times, int seconds) {
    return new RetryPolicy.Rule(times, Duration.ofSeconds(seconds));
  }

  private CallbackRequest called() {
    lanes.hold();
    lanes.tick();
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    return request;
  }

  private void pass(Duration time) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plusSeconds(1)) {
      clock.move(Duration.ofSeconds(1));
      lanes.hold();
      lanes.look();
      lanes.tick();
    }
  }

  private AttemptId newest() {
    return pbx.originated.get(pbx.originated.size() - 1);
  }

  private void visitorEnds(HangupCause cause) {
    pbx.agentRings(newest());
    pbx.agentAnswers(newest());
    String visitor = pbx.visitorRings(newest(), "trunk-11111111");
    pbx.end(visitor, cause);
    pbx.end(newest().toString(), Samples.NORMAL);
  }

  @Test
  void withoutAPolicyNothingIsTriedAgain() {
    CallbackRequest request = called();
    visitorEnds(Samples.BUSY);
    pass(Duration.ofMinutes(10));

    assertThat(pbx.originated).hasSize(1);
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);
  }

  @Test
  void aBusyVisitorIsCalledAgainAfterThePauseAndNotBefore() {
    policy(Map.of(Outcome.BUSY, rule(1, 60)));
    CallbackRequest request = called();
    visitorEnds(Samples.BUSY);

    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.QUEUED);
    pass(Duration.ofSeconds(59));
    assertThat(pbx.originated).hasSize(1);
    pass(Duration.ofSeconds(1));
    assertThat(pbx.originated).hasSize(2).doesNotHaveDuplicates();

    pbx.connect(newest());
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.CONNECTED);
  }

  @Test
  void thePauseDoublesAndTheTriesEnd() {
    policy(Map.of(Outcome.BUSY, rule(2, 30)));
    CallbackRequest request = called();
    visitorEnds(Samples.BUSY);
    pass(Duration.ofSeconds(30));
    assertThat(pbx.originated).hasSize(2);

    visitorEnds(Samples.BUSY);
    pass(Duration.ofSeconds(59));
    assertThat(pbx.originated).hasSize(2);
    pass(Duration.ofSeconds(1));
    assertThat(pbx.originated).hasSize(3);

    visitorEnds(Samples.BUSY);
    pass(Duration.ofMinutes(10));
    assertThat(pbx.originated).hasSize(3);
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);
    assertThat(database.request(request.id()).reason()).isEqualTo("visitor-busy");
  }

  @Test
  void everyOutcomeHasARuleOfItsOwn() {
    policy(Map.of(Outcome.NO_ANSWER, rule(1, 10), Outcome.FAILURE, rule(1, 20)));
    called();
    visitorEnds(UNAVAILABLE);
    pass(Duration.ofSeconds(19));
    assertThat(pbx.originated).hasSize(1);
    pass(Duration.ofSeconds(1));
    assertThat(pbx.originated).hasSize(2);

    visitorEnds(Samples.BUSY);
    pass(Duration.ofMinutes(10));
    assertThat(pbx.originated).hasSize(2);
  }

  @Test
  void anAgentWhoIsBusyIsCalledAgain() {
    policy(Map.of(Outcome.AGENT, rule(1, 10)));
    CallbackRequest request = called();
    pbx.agentRings(newest());
    pbx.agentIsBusy(newest());
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.QUEUED);
    pass(Duration.ofSeconds(10));

    assertThat(pbx.originated).hasSize(2);
  }

  @Test
  void aPhoneThatRangUntilWeGaveUpIsCalledAgain() {
    policy(Map.of(Outcome.NO_ANSWER, rule(1, 10)));
    called();
    pbx.agentRings(newest());
    pbx.agentAnswers(newest());
    String visitor = pbx.visitorRings(newest(), "trunk-11111111");
    pbx.say(new AmiEvent.Ringing(visitor));
    pbx.end(visitor, new HangupCause(0, "", 0));
    pbx.end(newest().toString(), Samples.NORMAL);
    pass(Duration.ofSeconds(10));

    assertThat(pbx.originated).hasSize(2);
  }

  @Test
  void aVisitorWhoDeclinedIsLeftInPeace() {
    policy(
        Map.of(
            Outcome.NO_ANSWER, rule(5, 1), Outcome.BUSY, rule(5, 1), Outcome.FAILURE, rule(5, 1)));
    called();
    visitorEnds(DECLINED);
    pass(Duration.ofMinutes(10));

    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void aCallWhoseEndNobodySawIsNotTriedAgain() {
    policy(
        Map.of(
            Outcome.NO_ANSWER, rule(5, 1), Outcome.BUSY, rule(5, 1), Outcome.FAILURE, rule(5, 1)));
    CallbackRequest request = called();
    pbx.agentRings(newest());
    pbx.agentAnswers(newest());
    pbx.visitorRings(newest(), "trunk-11111111");
    pbx.cut();
    database.bootId = "boot-2";
    pass(Duration.ofMinutes(10));

    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void anEndThatIsStoredTwiceBringsOneTryMore() {
    policy(Map.of(Outcome.NO_ANSWER, rule(5, 10)));
    CallbackRequest request = called();
    database.losesAnswers = true;
    try {
      visitorEnds(RANG_OUT);
    } finally {
      database.losesAnswers = false;
    }
    pass(Duration.ofSeconds(5));
    assertThat(database.request(request.id()).tries()).isEqualTo(1);
    pass(Duration.ofSeconds(10));

    assertThat(pbx.originated).hasSize(2);
  }
}
