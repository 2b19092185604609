package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;

class CallbackCallTest {
  private static final String VISITOR = "acme-1.1";
  private static final String SECOND = "acme-1.2";

  private final CallbackCall begun = Samples.call();
  private final String agent = begun.id().toString();

  private static CallbackCall after(CallbackCall call, CallEvent... events) {
    CallbackCall now = call;
    int second = 0;
    for (CallEvent event : events) {
      now = now.on(event, Samples.NOON.plusSeconds(++second)).call();
    }
    return now;
  }

  private CallbackCall calling() {
    return after(begun, new CallEvent.AgentCalled());
  }

  private CallbackCall answered() {
    return after(calling(), new CallEvent.AgentAnswered());
  }

  private CallbackCall ringingVisitor() {
    return after(answered(), new CallEvent.VisitorCalled(VISITOR, "trunk-11111111"));
  }

  private CallbackCall talking() {
    return after(
        ringingVisitor(),
        new CallEvent.VisitorAnswered(VISITOR),
        new CallEvent.Entered(VISITOR),
        new CallEvent.Entered(agent));
  }

  @Test
  void aCallThatGoesWellEndsCompletedWithBothLegs() {
    CallbackCall ended =
        after(
            talking(),
            new CallEvent.Ended(VISITOR, Samples.NORMAL),
            new CallEvent.Ended(agent, Samples.NORMAL));

    assertThat(ended.state()).isEqualTo(AttemptState.COMPLETED);
    assertThat(ended.attempt().bridgedAt()).isPresent();
    assertThat(ended.attempt().endedAt()).isPresent();
    assertThat(ended.attempt().reason()).isEmpty();
    assertThat(ended.progress().state()).isEqualTo(CallbackState.ENDED);
    assertThat(ended.attempt().legs())
        .extracting(Leg::party, Leg::number, Leg::trunk, Leg::cause)
        .containsExactly(
            tuple(Leg.Party.AGENT, "101", "", "cause 16 Normal Clearing"),
            tuple(
                Leg.Party.VISITOR, "+442079460100", "trunk-11111111", "cause 16 Normal Clearing"));
    assertThat(ended.attempt().legs())
        .allMatch(leg -> leg.answeredAt().isPresent() && leg.endedAt().isPresent());
  }

  @Test
  void theVisitorSeesCallingThenConnectedThenEnded() {
    assertThat(calling().progress().state()).isEqualTo(CallbackState.CALLING);
    assertThat(ringingVisitor().progress().state()).isEqualTo(CallbackState.CALLING);
    assertThat(talking().progress().state()).isEqualTo(CallbackState.CONNECTED);
  }

  @Test
  void oneSideInTheBridgeIsNoConversation() {
    assertThat(after(ringingVisitor(), new CallEvent.Entered(agent)).state())
        .isEqualTo(AttemptState.CALLING_VISITOR);
  }

  static Stream<Arguments> agentEnds() {
    return Stream.of(
        Arguments.of(Samples.BUSY, "The agent's phone was busy (SIP 486, cause 17 User busy)."),
        Arguments.of(
            new HangupCause(19, "User alerting, no answer", 480),
            "The agent did not answer (SIP 480, cause 19 User alerting, no answer)."),
        Arguments.of(
            new HangupCause(21, "Call Rejected", 603),
            "The agent declined the call (SIP 603, cause 21 Call Rejected)."));
  }

  @ParameterizedTest
  @MethodSource("agentEnds")
  void anAgentWhoIsNotReachedFailsTheCallWithTheReasonInWords(HangupCause cause, String sentence) {
    CallbackCall failed = after(calling(), new CallEvent.Ended(agent, cause));

    assertThat(failed.state()).isEqualTo(AttemptState.FAILED);
    assertThat(failed.attempt().reason()).isEqualTo(sentence);
    assertThat(failed.progress().state()).isEqualTo(CallbackState.FAILED);
    assertThat(failed.progress().reason()).isEqualTo("agent-no-answer");
  }

  @Test
  void anAgentWithoutAPhoneFailsTheCall() {
    CallbackCall failed = after(begun, new CallEvent.AgentUnreachable(""));

    assertThat(failed.state()).isEqualTo(AttemptState.FAILED);
    assertThat(failed.attempt().reason()).contains("Is it registered?");
  }

  @Test
  void theEndOfTheChannelSaysMoreThanTheRefusalBeforeIt() {
    CallbackCall failed =
        after(
            calling(),
            new CallEvent.AgentUnreachable(""),
            new CallEvent.Ended(agent, Samples.BUSY));

    assertThat(failed.attempt().reason()).contains("busy");
  }

  static Stream<Arguments> visitorEnds() {
    return Stream.of(
        Arguments.of(Samples.BUSY, "visitor-busy", "The visitor's line was busy"),
        Arguments.of(
            new HangupCause(19, "User alerting, no answer", 480),
            "visitor-no-answer",
            "The visitor did not answer"),
        Arguments.of(new HangupCause(0, "", 0), "visitor-no-answer", "The visitor did not answer"),
        Arguments.of(
            new HangupCause(21, "Call Rejected", 603),
            "visitor-no-answer",
            "The visitor declined the call"),
        Arguments.of(
            new HangupCause(21, "Call Rejected", 403),
            "provider-refused",
            "The provider refused the call (SIP 403"),
        Arguments.of(
            new HangupCause(1, "Unallocated (unassigned) number", 404),
            "visitor-unreachable",
            "The provider says that there is no such number"),
        Arguments.of(
            new HangupCause(28, "Invalid number format", 484),
            "visitor-unreachable",
            "The provider says that there is no such number"),
        Arguments.of(
            new HangupCause(38, "Network out of order", 500),
            "provider-refused",
            "The provider could not place the call (SIP 500"));
  }

  @ParameterizedTest
  @MethodSource("visitorEnds")
  void aVisitorWhoIsNotReachedFailsTheCallWithCodeAndSentence(
      HangupCause cause, String code, String sentence) {
    CallbackCall failed =
        after(
            ringingVisitor(),
            new CallEvent.VisitorRings(VISITOR),
            new CallEvent.Ended(VISITOR, cause),
            new CallEvent.Ended(agent, Samples.NORMAL));

    assertThat(failed.state()).isEqualTo(AttemptState.FAILED);
    assertThat(failed.progress().reason()).isEqualTo(code);
    assertThat(failed.attempt().reason()).startsWith(sentence);
  }

  @Test
  void aVisitorWhosePhoneNeverRangIsTheProvidersFault() {
    CallbackCall failed =
        after(
            ringingVisitor(),
            new CallEvent.Ended(VISITOR, new HangupCause(0, "", 0)),
            new CallEvent.Ended(agent, Samples.NORMAL));

    assertThat(failed.attempt().reason()).startsWith("The provider did not answer");
    assertThat(failed.progress().reason()).isEqualTo("provider-refused");
  }

  @Test
  void theLastTrunkThatWasTriedSaysWhy() {
    CallbackCall failed =
        after(
            ringingVisitor(),
            new CallEvent.Ended(VISITOR, new HangupCause(38, "Network out of order", 503)),
            new CallEvent.VisitorCalled(SECOND, "trunk-22222222"),
            new CallEvent.Ended(SECOND, Samples.BUSY),
            new CallEvent.Ended(agent, Samples.BUSY));

    assertThat(failed.progress().reason()).isEqualTo("visitor-busy");
    assertThat(failed.attempt().legs())
        .extracting(Leg::trunk)
        .containsExactly("", "trunk-11111111", "trunk-22222222");
  }

  @Test
  void anotherTrunkMaySucceedAfterOneFailed() {
    CallbackCall talking =
        after(
            ringingVisitor(),
            new CallEvent.Ended(VISITOR, new HangupCause(38, "Network out of order", 503)),
            new CallEvent.VisitorCalled(SECOND, "trunk-22222222"),
            new CallEvent.Entered(SECOND),
            new CallEvent.Entered(agent));

    assertThat(talking.state()).isEqualTo(AttemptState.BRIDGED);
  }

  @Test
  void anAgentWhoGivesUpIsTheReasonWhateverTheVisitorsLegSays() {
    CallbackCall failed =
        after(
            ringingVisitor(),
            new CallEvent.AgentGaveUp(),
            new CallEvent.Ended(VISITOR, Samples.NORMAL),
            new CallEvent.Ended(agent, Samples.NORMAL));

    assertThat(failed.attempt().reason()).isEqualTo(Verdict.AGENT_GAVE_UP.sentence());
  }

  @Test
  void withoutAnyTrunkTheSentenceSaysSo() {
    CallbackCall failed =
        after(
            answered(),
            new CallEvent.Ended(agent, new HangupCause(3, "No route to destination", 0)));

    assertThat(failed.attempt().reason()).isEqualTo(Verdict.NO_TRUNK.sentence());
  }

  @Test
  void aVisitorWhoIsHandedOnToAColleagueIsStillOnTheLine() {
    CallbackCall handedOn = after(talking(), new CallEvent.Ended(agent, Samples.NORMAL));

    assertThat(handedOn.state()).isEqualTo(AttemptState.BRIDGED);
    assertThat(after(handedOn, new CallEvent.Ended(VISITOR, Samples.NORMAL)).state())
        .isEqualTo(AttemptState.COMPLETED);
  }

  @Test
  void aPhoneThatRingsForTooLongIsHungUpOnce() {
    CallbackCall calling = calling();
    Instant late = Samples.NOON.plusSeconds(60);

    CallbackCall.Step first = calling.on(new CallEvent.TimePassed(Samples.TIMEOUTS), late);
    CallbackCall.Step second = first.call().on(new CallEvent.TimePassed(Samples.TIMEOUTS), late);

    assertThat(first.commands()).containsExactly(new CallCommand.HangUp(calling.id()));
    assertThat(second.commands()).isEmpty();
  }

  @Test
  void timeDoesNotEndACallInItsTime() {
    Instant soon = Samples.NOON.plusSeconds(10);

    for (CallbackCall call : List.of(begun, calling(), answered(), ringingVisitor(), talking())) {
      assertThat(call.on(new CallEvent.TimePassed(Samples.TIMEOUTS), soon).commands()).isEmpty();
    }
  }

  @Test
  void whoOptsOutWhileTheyTalkIsStoredAtOnceAndTheCallIsCompleted() {
    CallbackCall.Step step =
        talking().on(new CallEvent.VisitorOptedOut(VISITOR), Samples.NOON.plusSeconds(10));
    assertThat(step.commands()).containsExactly(new CallCommand.Store(step.call().progress()));
    assertThat(step.call().progress().optedOut()).isTrue();
    assertThat(step.call().progress().state()).isEqualTo(CallbackState.CONNECTED);

    CallbackCall ended =
        after(
            step.call(),
            new CallEvent.Entered(VISITOR),
            new CallEvent.Ended(VISITOR, Samples.NORMAL),
            new CallEvent.Ended(begun.id().toString(), Samples.NORMAL));
    assertThat(ended.state()).isEqualTo(AttemptState.COMPLETED);
    assertThat(ended.attempt().reason()).isEqualTo(Verdict.OPTED_OUT.sentence());
    assertThat(ended.progress().state()).isEqualTo(CallbackState.ENDED);
    assertThat(ended.progress().reason()).isEqualTo(CallbackRequest.OPTED_OUT);
    assertThat(ended.again()).isEmpty();
  }

  @Test
  void whoTheVisitorWasHandedOnToOptsNobodyOut() {
    for (String channel : List.of("acme-1.99", begun.id().toString())) {
      assertThat(after(talking(), new CallEvent.VisitorOptedOut(channel)).progress().optedOut())
          .isFalse();
    }
  }

  @Test
  void aConversationMayLast() {
    assertThat(
            talking()
                .on(new CallEvent.TimePassed(Samples.TIMEOUTS), Samples.NOON.plusSeconds(100_000))
                .commands())
        .isEmpty();
  }

  @Test
  void aVisitorWhoRingsForTooLongIsHungUp() {
    assertThat(
            ringingVisitor()
                .on(new CallEvent.TimePassed(Samples.TIMEOUTS), Samples.NOON.plusSeconds(90))
                .commands())
        .containsExactly(new CallCommand.HangUp(begun.id()));
  }

  @Test
  void withoutContactNothingIsKnownAndNothingIsConcluded() {
    for (CallbackCall call : List.of(begun, calling(), answered(), ringingVisitor())) {
      CallbackCall unknown = after(call, new CallEvent.ContactLost());
      assertThat(unknown.state()).isEqualTo(AttemptState.UNKNOWN);
      assertThat(unknown.progress().state()).isEqualTo(CallbackState.CALLING);
    }
    assertThat(after(talking(), new CallEvent.ContactLost()).progress().state())
        .isEqualTo(CallbackState.CONNECTED);
  }

  @Test
  void aCallThatIsStillThereAfterAGapGoesOn() {
    LiveChannel ringingAgent = new LiveChannel(agent, agent, "PJSIP/101-00000001", false, "");
    LiveChannel agentUp = new LiveChannel(agent, agent, "PJSIP/101-00000001", true, "");
    LiveChannel visitorRinging =
        new LiveChannel(VISITOR, agent, "PJSIP/trunk-11111111-00000002", false, "");
    LiveChannel agentIn = new LiveChannel(agent, agent, "PJSIP/101-00000001", true, "bridge");
    LiveChannel visitorIn =
        new LiveChannel(VISITOR, agent, "PJSIP/trunk-11111111-00000002", true, "bridge");
    CallbackCall lost = after(begun, new CallEvent.ContactLost());

    assertThat(after(lost, new CallEvent.Seen(List.of(ringingAgent))).state())
        .isEqualTo(AttemptState.CALLING_AGENT);
    assertThat(after(lost, new CallEvent.Seen(List.of(agentUp))).state())
        .isEqualTo(AttemptState.CALLING_VISITOR);
    CallbackCall ringing = after(lost, new CallEvent.Seen(List.of(agentUp, visitorRinging)));
    assertThat(ringing.state()).isEqualTo(AttemptState.CALLING_VISITOR);
    assertThat(ringing.attempt().legs())
        .extracting(Leg::trunk)
        .containsExactly("", "trunk-11111111");
    CallbackCall talking = after(lost, new CallEvent.Seen(List.of(agentIn, visitorIn)));
    assertThat(talking.state()).isEqualTo(AttemptState.BRIDGED);
    assertThat(talking.attempt().legs()).allMatch(leg -> leg.answeredAt().isPresent());
  }

  @Test
  void aCallThatIsGoneAfterAGapIsNeverBegunAnew() {
    for (CallbackCall call : List.of(begun, calling(), answered(), ringingVisitor())) {
      CallbackCall resolved =
          after(call, new CallEvent.ContactLost())
              .on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(20))
              .call();

      assertThat(resolved.state()).isEqualTo(AttemptState.FAILED);
      assertThat(resolved.progress().state()).isEqualTo(CallbackState.FAILED);
      assertThat(resolved.attempt().reason()).contains("was not called again");
      assertThat(resolved.attempt().legs()).allMatch(leg -> leg.endedAt().isPresent());
    }
  }

  @Test
  void aConversationThatEndedInAGapIsCompleted() {
    assertThat(after(talking(), new CallEvent.ContactLost(), new CallEvent.Seen(List.of())).state())
        .isEqualTo(AttemptState.COMPLETED);
  }

  @Test
  void aRestartOfTheVmEndsEveryCall() {
    for (CallbackCall call : List.of(begun, calling(), answered(), ringingVisitor())) {
      assertThat(after(call, new CallEvent.Restarted()).state()).isEqualTo(AttemptState.FAILED);
    }
    assertThat(after(talking(), new CallEvent.Restarted()).state())
        .isEqualTo(AttemptState.COMPLETED);
  }

  @Test
  void aCallThatWasTakenOverWaitsUntilItIsLookedUp() {
    CallbackCall taken =
        CallbackCall.takeOver(
            talking().attempt(), Samples.request("101"), 7, Samples.NOON.plusSeconds(60));

    assertThat(taken.state()).isEqualTo(AttemptState.UNKNOWN);
    assertThat(taken.attempt().epoch()).isEqualTo(7);
    assertThat(taken.progress().state()).isEqualTo(CallbackState.CONNECTED);
  }

  @Test
  void anAuditFindsLegsWhoseEndWasNotTold() {
    CallbackCall failed =
        calling().on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(30)).call();

    assertThat(failed.state()).isEqualTo(AttemptState.FAILED);
  }

  @Test
  void anAuditThatWasAskedForBeforeTheLegBeganEndsNothing() {
    CallbackCall call =
        calling().on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(2)).call();

    assertThat(call.state()).isEqualTo(AttemptState.CALLING_AGENT);
  }

  @Test
  void aCallThatAsteriskDidNotBeginYetIsNotGivenUpByTheAudit() {
    CallbackCall call =
        begun.on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(100)).call();

    assertThat(call.state()).isEqualTo(AttemptState.SENDING);
  }

  @Test
  void aCallThatIsNeverHeardOfIsGivenUpAndNotMadeAgain() {
    CallbackCall call =
        begun.on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(150)).call();

    assertThat(call.attempt().reason()).isEqualTo(Verdict.LOST.sentence());
    assertThat(call.again()).isEmpty();
  }

  @Test
  void aCallThatWasSentJustBeforeAGapMayStillBegin() {
    CallbackCall lost = after(begun, new CallEvent.ContactLost());

    assertThat(lost.on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(3)).call().state())
        .isEqualTo(AttemptState.UNKNOWN);
    assertThat(lost.on(new CallEvent.Seen(List.of()), Samples.NOON.plusSeconds(9)).call().state())
        .isEqualTo(AttemptState.FAILED);
  }

  @Test
  void channelsOfOtherCallsChangeNothing() {
    for (CallbackCall call : List.of(calling(), answered(), ringingVisitor(), talking())) {
      for (CallEvent event :
          List.of(
              new CallEvent.Ended("other", Samples.NORMAL),
              new CallEvent.Entered("other"),
              new CallEvent.VisitorAnswered("other"))) {
        assertThat(call.on(event, Samples.NOON.plusSeconds(9)).call()).isEqualTo(call);
      }
    }
  }

  private List<CallEvent> everyEvent() {
    return List.of(
        new CallEvent.AgentCalled(),
        new CallEvent.AgentAnswered(),
        new CallEvent.AgentUnreachable("words"),
        new CallEvent.VisitorCalled(VISITOR, "trunk-11111111"),
        new CallEvent.VisitorCalled(SECOND, "trunk-22222222"),
        new CallEvent.VisitorRings(VISITOR),
        new CallEvent.VisitorAnswered(VISITOR),
        new CallEvent.VisitorAnswered(SECOND),
        new CallEvent.AgentGaveUp(),
        new CallEvent.AgentDeclined(),
        new CallEvent.AdBegun(VISITOR),
        new CallEvent.AdPlayed(VISITOR),
        new CallEvent.VisitorOptedOut(VISITOR),
        new CallEvent.Entered(agent),
        new CallEvent.Entered(VISITOR),
        new CallEvent.Entered(SECOND),
        new CallEvent.Ended(agent, Samples.NORMAL),
        new CallEvent.Ended(VISITOR, Samples.BUSY),
        new CallEvent.Ended(SECOND, Samples.NORMAL),
        new CallEvent.TimePassed(Samples.TIMEOUTS),
        new CallEvent.Halted(),
        new CallEvent.ContactLost(),
        new CallEvent.Seen(List.of()),
        new CallEvent.Seen(
            List.of(
                new LiveChannel(agent, agent, "PJSIP/101-00000001", true, "bridge"),
                new LiveChannel(VISITOR, agent, "PJSIP/trunk-11111111-00000002", true, "bridge"))),
        new CallEvent.Seen(List.of(new LiveChannel(agent, agent, "PJSIP/101-00000001", false, ""))),
        new CallEvent.Restarted());
  }

  @Test
  void everyKindOfEventIsAmongThoseTried() {
    assertThat(everyEvent().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(CallEvent.class.getPermittedSubclasses());
  }

  /** Every sequence of three events, and from there every fourth. */
  @Test
  void everyShortSequenceKeepsTheInvariants() {
    List<CallEvent> events = everyEvent();
    for (CallEvent first : events) {
      CallbackCall one = step(begun, first, 1);
      for (CallEvent second : events) {
        CallbackCall two = step(one, second, 9);
        for (CallEvent third : events) {
          CallbackCall three = step(two, third, 20);
          for (CallEvent fourth : events) {
            step(three, fourth, 40);
          }
        }
      }
    }
    assertThat(events).hasSize(26);
  }

  static Stream<Long> seeds() {
    return IntStream.rangeClosed(1, 300).mapToObj(Long::valueOf);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eventsInAnyOrderKeepTheInvariantsAndARestartEndsTheCall(long seed) {
    Random random = new Random(seed);
    List<CallEvent> events = everyEvent();
    CallbackCall call = begun;
    long second = 0;
    for (int i = 0; i < 60; i++) {
      second += random.nextInt(12);
      call = step(call, events.get(random.nextInt(events.size())), second);
    }

    assertThat(step(call, new CallEvent.Restarted(), second + 1).isFinal()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = AttemptState.class,
      names = {"COMPLETED", "FAILED"})
  void nothingLeavesAFinalState(AttemptState state) {
    CallbackCall end =
        state == AttemptState.COMPLETED
            ? after(talking(), new CallEvent.Restarted())
            : after(begun, new CallEvent.Restarted());

    assertThat(end.state()).isEqualTo(state);
    for (CallEvent event : everyEvent()) {
      CallbackCall.Step step = end.on(event, Samples.NOON.plusSeconds(99));
      assertThat(step.call()).isEqualTo(end);
      assertThat(step.commands()).isEmpty();
    }
  }

  private CallbackCall step(CallbackCall before, CallEvent event, long second) {
    CallbackCall.Step step = before.on(event, Samples.NOON.plusSeconds(second));
    CallbackCall after = step.call();
    List<String> broken = new ArrayList<>();
    boolean stored = step.commands().stream().anyMatch(CallCommand.Store.class::isInstance);
    boolean changed =
        !after.attempt().equals(before.attempt())
            || (after.progress().optedOut() && !before.progress().optedOut());
    // When a phone began to ring is stored with what comes next.
    boolean rings = event instanceof CallEvent.VisitorRings;
    require(broken, rings ? !stored : stored == changed, "stores what changed");
    require(
        broken,
        !before.progress().optedOut() || after.progress().optedOut(),
        "who opted out stays so");
    require(broken, !before.isFinal() || after.equals(before), "final is final");
    require(
        broken,
        after.isFinal() == after.attempt().endedAt().isPresent(),
        "has an end exactly when it is final");
    require(
        broken,
        (after.state() == AttemptState.FAILED || (after.isFinal() && after.progress().optedOut()))
            == !after.attempt().reason().isEmpty(),
        "says why exactly when it failed, and that its visitor opted out");
    require(
        broken,
        after.state() != AttemptState.COMPLETED || after.attempt().bridgedAt().isPresent(),
        "completed means that they talked");
    require(
        broken,
        after.state() != AttemptState.FAILED || after.attempt().bridgedAt().isEmpty(),
        "failed means that they never talked");
    require(
        broken,
        before.attempt().bridgedAt().isEmpty()
            || before.attempt().bridgedAt().equals(after.attempt().bridgedAt()),
        "when they began to talk does not change");
    require(
        broken,
        after.attempt().legs().stream().map(Leg::uniqueId).distinct().count()
            == after.attempt().legs().size(),
        "no leg twice");
    require(
        broken,
        !after.isFinal()
            || after.attempt().legs().stream().allMatch(leg -> leg.endedAt().isPresent()),
        "final means that all legs ended");
    require(
        broken,
        after.attempt().legs().stream().filter(leg -> leg.party() == Leg.Party.AGENT).count() <= 1,
        "one agent");
    if (!broken.isEmpty()) {
      throw new AssertionError(broken + ": " + after + " after " + event + " in " + before);
    }
    return after;
  }

  private static void require(List<String> broken, boolean holds, String sentence) {
    if (!holds) {
      broken.add(sentence);
    }
  }
}
