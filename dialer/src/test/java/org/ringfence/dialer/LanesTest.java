package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.pbx.TrunkStatus;

class LanesTest {
  private final MovableClock clock = new MovableClock();
  private final FakePbx pbx = new FakePbx();
  private final FakeDatabase database = new FakeDatabase();
  private final List<String> outcomes = new ArrayList<>();

  private final DialerMetrics metrics =
      new DialerMetrics() {
        @Override
        public void attempt() {
          outcomes.add("attempt");
        }

        @Override
        public void outcome(String result) {
          outcomes.add(result);
        }

        @Override
        public void lanes(int held, int connected) {}
      };

  private Lanes dialer(String owner) {
    return dialer(owner, 2);
  }

  private Lanes dialer(String owner, int calls) {
    Lanes lanes =
        new Lanes(
            database.lanes,
            new DialerSettings(owner, Duration.ofSeconds(6), calls, Samples.TIMEOUTS),
            database.ports(pbx, metrics, clock),
            Runnable::run);
    lanes.look();
    return lanes;
  }

  private Lanes running() {
    Lanes lanes = dialer("one");
    lanes.hold();
    lanes.tick();
    return lanes;
  }

  private AttemptId only() {
    assertThat(pbx.originated).hasSize(1);
    return pbx.originated.get(0);
  }

  private void pass(Lanes lanes, Duration time) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plusSeconds(1)) {
      clock.move(Duration.ofSeconds(1));
      lanes.hold();
      lanes.tick();
    }
  }

  @Test
  void aRequestIsCalledConnectedAndEnded() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();

    String visitor = pbx.connect(only());
    pbx.end(visitor, Samples.NORMAL);
    pbx.end(only().toString(), Samples.NORMAL);

    assertThat(database.seenByVisitor)
        .containsExactly(CallbackState.CALLING, CallbackState.CONNECTED, CallbackState.ENDED);
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.ENDED);
    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.COMPLETED);
    assertThat(database.attempt(only()).legs())
        .extracting(Leg::party)
        .containsExactly(Leg.Party.AGENT, Leg.Party.VISITOR);
    assertThat(outcomes).containsExactly("attempt", "completed");
  }

  @Test
  void whoeverWatchesHearsOfTheContactToThePbxWhenItChangesAndOnlyThen() {
    Lanes lanes = running();
    pass(lanes, Duration.ofSeconds(3));
    assertThat(database.contacts).containsExactly(true);

    pbx.reachable = false;
    pbx.cut();
    pass(lanes, Duration.ofSeconds(3));
    assertThat(database.contacts).containsExactly(true, false);

    pbx.reachable = true;
    pass(lanes, Duration.ofSeconds(12));
    assertThat(database.contacts).containsExactly(true, false, true);
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    Lanes lanes = running();
    clock.move(Duration.ofMinutes(5));
    database.enqueue("101");
    lanes.hold();
    lanes.look();
    AttemptId first = only();
    pbx.cut();
    pbx.reachable = false;
    lanes.tick();
    clock.move(Duration.ofMinutes(-5));
    pbx.reachable = true;
    database.enqueue("102");
    pass(lanes, Duration.ofSeconds(40));
    lanes.look();

    assertThat(pbx.originated).hasSize(2);
    assertThat(database.attempt(first).state()).as("the first call").isEqualTo(AttemptState.FAILED);
  }

  @Test
  void theAttemptIsCommittedBeforeItIsSent() {
    Lanes lanes = running();
    pbx.takesOriginate = false;
    database.enqueue("101");
    lanes.look();

    assertThat(database.attempts).containsKey(only());
  }

  @Test
  void anAttemptThatCouldNotBeSentIsNotSentAgain() {
    Lanes lanes = running();
    pbx.takesOriginate = false;
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.UNKNOWN);

    pbx.takesOriginate = true;
    pass(lanes, Duration.ofMinutes(2));

    assertThat(pbx.originated).hasSize(1);
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);
  }

  @Test
  void aBusyAgentFailsTheCallback() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();

    pbx.agentRings(only());
    pbx.agentIsBusy(only());

    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);
    assertThat(database.request(request.id()).reason()).isEqualTo("agent-no-answer");
    assertThat(database.attempt(only()).reason()).contains("busy");
    assertThat(outcomes).containsExactly("attempt", "agent-no-answer");
  }

  @Test
  void aBusyVisitorFailsTheCallback() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();

    pbx.agentRings(only());
    pbx.agentAnswers(only());
    String visitor = pbx.visitorRings(only(), "trunk-11111111");
    pbx.end(visitor, Samples.BUSY);
    pbx.end(only().toString(), Samples.BUSY);

    assertThat(database.request(request.id()).reason()).isEqualTo("visitor-busy");
  }

  @Test
  void anAgentIsCalledForOneVisitorAtATime() {
    Lanes lanes = running();
    database.enqueue("101");
    database.enqueue("101");
    lanes.look();
    assertThat(pbx.originated).hasSize(1);

    AttemptId first = pbx.originated.get(0);
    pbx.agentRings(first);
    pbx.agentIsBusy(first);

    assertThat(pbx.originated).hasSize(2);
  }

  @Test
  void notMoreCallsOfATenantThanAllowedAreUnderWay() {
    Lanes lanes = running();
    database.enqueue("101");
    database.enqueue("102");
    database.enqueue("103");
    lanes.look();

    assertThat(pbx.originated).hasSize(2);
  }

  @Test
  void aPbxGetsNewCallsAsFastAsItBeginsThem() {
    Lanes lanes = dialer("one", 1000);
    lanes.hold();
    lanes.tick();
    for (int agent = 0; agent < 3 * TenantLane.WINDOW; agent++) {
      database.enqueue(Integer.toString(1000 + agent));
    }
    lanes.look();
    lanes.look();
    assertThat(pbx.originated).hasSize(TenantLane.WINDOW);

    List.copyOf(pbx.originated).forEach(pbx::agentRings);
    assertThat(pbx.originated).hasSize(2 * TenantLane.WINDOW);
    for (int round = 0; round < 3; round++) {
      List.copyOf(pbx.originated).stream()
          .filter(attempt -> !pbx.channels.containsKey(attempt.toString()))
          .forEach(pbx::agentRings);
    }

    assertThat(pbx.originated).hasSize(3 * TenantLane.WINDOW);
  }

  @Test
  void theKillSwitchEndsCallsWhoseVisitorIsNotCalledYetAndLeavesTheOthers() {
    Lanes lanes = dialer("one", 10);
    lanes.hold();
    lanes.tick();
    for (String agent : List.of("101", "102", "103", "104")) {
      database.enqueue(agent);
    }
    lanes.look();
    AttemptId sent = pbx.originated.get(0);
    AttemptId rings = pbx.originated.get(1);
    AttemptId called = pbx.originated.get(2);
    pbx.agentRings(rings);
    pbx.agentRings(called);
    pbx.agentAnswers(called);
    pbx.visitorRings(called, "trunk-11111111");
    pbx.connect(pbx.originated.get(3));

    database.halted = true;
    CallbackRequest waits = database.enqueue("105");
    pass(lanes, Duration.ofSeconds(1));
    assertThat(pbx.hungUp).containsExactly(rings.toString());
    pbx.end(rings.toString(), new HangupCause(0, "", 0));
    pbx.agentRings(sent);
    pass(lanes, Duration.ofSeconds(1));
    assertThat(pbx.hungUp).containsExactly(rings.toString(), sent.toString());
    assertThat(database.attempt(rings).reason()).contains("were stopped");
    assertThat(database.request(waits.id()).state()).isEqualTo(CallbackState.QUEUED);

    database.halted = false;
    lanes.look();
    assertThat(pbx.originated).hasSize(5);
  }

  @Test
  void whoTakesARequestBackIsNotCalledUnlessTheOwnPhoneRingsAlready() {
    Lanes lanes = dialer("one", 10);
    lanes.hold();
    lanes.tick();
    CallbackRequest early = database.enqueue("101");
    CallbackRequest late = database.enqueue("102");
    CallbackRequest other = database.enqueue("103");
    lanes.look();
    AttemptId rings = pbx.originated.get(0);
    AttemptId called = pbx.originated.get(1);
    pbx.agentRings(rings);
    pbx.agentRings(pbx.originated.get(2));
    pbx.agentAnswers(called);
    pbx.visitorRings(called, "trunk-11111111");

    database.withdrawn.add(early.id());
    database.withdrawn.add(late.id());
    pass(lanes, Duration.ofSeconds(1));
    assertThat(pbx.hungUp).containsExactly(rings.toString());
    pbx.end(rings.toString(), new HangupCause(0, "", 0));
    pass(lanes, Duration.ofSeconds(1));
    assertThat(database.request(early.id()).state()).isEqualTo(CallbackState.FAILED);
    assertThat(database.request(early.id()).reason()).isEqualTo(CallbackRequest.CANCELLED);
    assertThat(database.request(late.id()).state()).isEqualTo(CallbackState.CALLING);
    assertThat(database.request(other.id()).state()).isEqualTo(CallbackState.CALLING);
  }

  @Test
  void aCallThatBeginsAfterItWasGivenUpIsEnded() {
    Lanes lanes = running();
    database.enqueue("101");
    lanes.look();
    pass(lanes, Duration.ofMinutes(4));
    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.FAILED);

    pbx.agentRings(only());
    assertThat(pbx.hungUp).containsExactly(only().toString());
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void whatComesTogetherIsStoredTogether() {
    Lanes lanes = running();
    database.enqueue("101");
    database.enqueue("102");
    int before = database.commits;
    lanes.look();
    assertThat(pbx.originated).hasSize(2);
    assertThat(database.commits - before).isEqualTo(1);
  }

  @Test
  void manyWaitingForOneAgentDoNotKeepAnotherAgentWaiting() {
    Lanes lanes = running();
    for (int i = 0; i < 100; i++) {
      database.enqueue("101");
    }
    database.enqueue("102");
    lanes.look();

    assertThat(pbx.originated).hasSize(2);
  }

  @Test
  void requestsOfBeforeTheStartAreCalledToo() {
    database.enqueue("101");

    running();

    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void nothingIsSentWhileThePbxIsOutOfReachAndEverythingAfterwards() {
    pbx.reachable = false;
    Lanes lanes = running();
    database.enqueue("101");
    lanes.look();
    pass(lanes, Duration.ofSeconds(20));
    assertThat(pbx.originated).isEmpty();
    assertThat(database.attempts).isEmpty();

    pbx.reachable = true;
    pass(lanes, Duration.ofSeconds(6));

    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void connectingIsTriedEverLaterButNeverLaterThanAfterFiveSeconds() {
    pbx.reachable = false;
    Lanes lanes = running();

    pass(lanes, Duration.ofSeconds(60));

    assertThat(pbx.connections).isBetween(12, 20);
  }

  @Test
  void aCallThatGoesOnDuringAGapIsFollowedAgain() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    AttemptId attempt = only();
    pbx.agentRings(attempt);
    pbx.cut();
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.UNKNOWN);
    String visitor = pbx.connect(attempt);

    pass(lanes, Duration.ofSeconds(2));
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.BRIDGED);
    pbx.end(visitor, Samples.NORMAL);
    pbx.end(attempt.toString(), Samples.NORMAL);

    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.ENDED);
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void aCallThatEndedDuringAGapIsNotCalledAgain() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    pbx.agentRings(only());
    pbx.cut();
    pbx.channels.clear();

    pass(lanes, Duration.ofMinutes(1));

    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);
    assertThat(database.attempt(only()).reason()).contains("was not called again");
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void aPbxThatFallsSilentIsNoticedByAskingIt() {
    Lanes lanes = running();
    database.enqueue("101");
    lanes.look();
    pbx.agentRings(only());
    pbx.fallSilent();

    pass(lanes, Duration.ofSeconds(5));
    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.CALLING_AGENT);
    pbx.reachable = false;
    pass(lanes, Duration.ofSeconds(8));

    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.UNKNOWN);
  }

  @Test
  void aPbxThatAnswersIsNotGivenUp() {
    Lanes lanes = running();

    pass(lanes, Duration.ofMinutes(5));

    assertThat(pbx.connections).isEqualTo(1);
  }

  @Test
  void aRestartOfTheVmEndsCallsEvenWhileItsPbxIsAway() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    pbx.connect(only());
    pbx.reachable = false;
    pbx.cut();
    pass(lanes, Duration.ofSeconds(10));
    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.UNKNOWN);

    database.bootId = "boot-2";
    pass(lanes, Duration.ofSeconds(2));

    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.COMPLETED);
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.ENDED);
  }

  @Test
  void anotherDialerTakesOverWhatADeadOneBegan() {
    Lanes dead = running();
    CallbackRequest request = database.enqueue("101");
    dead.look();
    AttemptId attempt = only();
    String visitor = pbx.connect(attempt);

    Lanes next = dialer("two");
    next.hold();
    next.tick();
    assertThat(pbx.connections).as("while the lease lasts").isEqualTo(1);
    clock.move(Duration.ofSeconds(7));
    next.hold();
    next.tick();
    pbx.end(visitor, Samples.NORMAL);
    pbx.end(attempt.toString(), Samples.NORMAL);

    assertThat(pbx.originated).hasSize(1);
    assertThat(database.attempt(attempt).epoch()).isEqualTo(2);
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.ENDED);
  }

  @Test
  void aDialerThatLostItsLaneWithoutNoticingChangesAndSendsNothing() {
    Lanes sleeper = running();
    database.enqueue("101");
    sleeper.look();
    AttemptId attempt = only();
    database.epoch++;
    database.owner = "two";
    database.leaseUntil = clock.instant().plusSeconds(60);

    pbx.agentRings(attempt);
    database.enqueue("102");
    sleeper.look();

    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.SENDING);
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void aPlannedStopGivesTheLaneBackAtOnce() {
    Lanes first = running();
    database.enqueue("101");
    first.look();
    pbx.agentRings(only());

    first.stop();
    Lanes next = dialer("two");
    next.hold();
    next.tick();

    assertThat(pbx.isConnected()).isTrue();
    assertThat(database.attempt(only()).state()).isEqualTo(AttemptState.CALLING_AGENT);
    assertThat(database.attempt(only()).epoch()).isEqualTo(2);
  }

  @Test
  void whatHappensWhileTheDatabaseIsAwayIsStoredAfterwards() {
    Lanes lanes = running();
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    database.away = true;
    String visitor = pbx.connect(only());
    pbx.end(visitor, Samples.NORMAL);
    pbx.end(only().toString(), Samples.NORMAL);

    database.away = false;
    lanes.tick();

    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.ENDED);
    assertThat(outcomes).containsExactly("attempt", "completed");
  }

  @Test
  void anAttemptWhoseCommitWasNotAnsweredIsNeitherSentNorLeftOpen() {
    Lanes lanes = running();
    database.losesAnswers = true;
    CallbackRequest request = database.enqueue("101");
    lanes.look();
    database.away = true;
    lanes.tick();
    database.losesAnswers = false;
    database.away = false;
    pass(lanes, Duration.ofSeconds(10));

    assertThat(pbx.originated).isEmpty();
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.FAILED);

    database.enqueue("101");
    lanes.look();
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void aPhoneThatAsteriskDoesNotStopRingingIsHungUp() {
    Lanes lanes = running();
    database.enqueue("101");
    lanes.look();
    pbx.agentRings(only());

    pass(lanes, Duration.ofSeconds(40));

    assertThat(pbx.hungUp).containsExactly(only().toString());
  }

  @Test
  void anIdleLaneLooksForNothing() {
    Lanes lanes = running();
    int before = database.dueQueries;

    pass(lanes, Duration.ofSeconds(60));

    lanes.look();
    assertThat(database.dueQueries).isEqualTo(before);
  }

  @Test
  void trunksTellWhatTheyDo() {
    pbx.registrations.put("trunk-11111111", "Registered");
    pbx.devices.put("PJSIP/trunk-11111111", "NOT_INUSE");
    pbx.devices.put("PJSIP/trunk-22222222", "UNAVAILABLE");
    pbx.devices.put("PJSIP/101", "NOT_INUSE");
    running();

    assertThat(state("trunk-11111111")).isEqualTo(TrunkStatus.State.REGISTERED);
    assertThat(state("trunk-22222222")).isEqualTo(TrunkStatus.State.UNREACHABLE);
    assertThat(database.trunkStates).hasSize(2);

    pbx.registrations.put("trunk-11111111", "Rejected");
    pbx.say(new AmiEvent.RegistrationsChanged());
    pbx.say(new AmiEvent.Device("PJSIP/trunk-22222222", "NOT_INUSE"));
    assertThat(state("trunk-11111111")).isEqualTo(TrunkStatus.State.REFUSED);
    assertThat(state("trunk-22222222")).isEqualTo(TrunkStatus.State.REACHABLE);

    pbx.say(new AmiEvent.Device("PJSIP/trunk-11111111", "UNAVAILABLE"));
    assertThat(state("trunk-11111111")).isEqualTo(TrunkStatus.State.UNREACHABLE);
  }

  private TrunkStatus.State state(String trunk) {
    TrunkStatus status = database.trunkStates.get(trunk);
    assertThat(status).isNotNull();
    return status.state();
  }

  @Test
  void trunkStatesAreForgottenOnceWhenThePbxIsOutOfReach() {
    pbx.registrations.put("trunk-11111111", "Registered");
    Lanes lanes = running();
    pbx.reachable = false;
    pbx.cut();

    pass(lanes, Duration.ofSeconds(3));
    assertThat(database.trunkStates).hasSize(1);
    pass(lanes, Duration.ofSeconds(30));
    assertThat(database.trunkStates).isEmpty();
    assertThat(database.forgotten).isEqualTo(1);

    pbx.reachable = true;
    pass(lanes, Duration.ofSeconds(6));
    assertThat(state("trunk-11111111")).isEqualTo(TrunkStatus.State.REGISTERED);
  }
}
