package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackScripts.Scripts;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.RetryPolicy.Outcome;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;

/** Ads before callbacks and prompts for their agents, with the lane as it runs. */
class ScriptsTest {
  private static final String TRUNK = "trunk-11111111";

  private final MovableClock clock = new MovableClock();
  private final FakePbx pbx = new FakePbx();
  private final FakeDatabase database = new FakeDatabase();
  private final Lanes lanes =
      new Lanes(
          database.lanes,
          new DialerSettings("one", Duration.ofSeconds(6), 10, Samples.TIMEOUTS),
          database.ports(pbx, new SilentMetrics(), clock),
          Runnable::run);

  private static Ad ad(int number, Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("name", "Ad " + number);
    fields.put("sound", new UUID(0x50, number).toString());
    fields.putAll(changed);
    return (Ad) Handling.read(HandlingKind.AD, new HandlingId(new UUID(1, number)), fields);
  }

  private static AgentPrompt prompt() {
    return (AgentPrompt)
        Handling.read(
            HandlingKind.AGENT_PROMPT,
            new HandlingId(new UUID(2, 1)),
            Map.of("name", "All", "whisper", new UUID(0x50, 9).toString(), "accept", "true"));
  }

  private void have(List<Ad> ads, List<AgentPrompt> prompts) {
    database.scriptsFound = new Scripts(ads, prompts);
    lanes.hold();
    lanes.tick();
  }

  private AttemptId called(String agent) {
    database.enqueue(agent);
    lanes.look();
    return pbx.originated.get(pbx.originated.size() - 1);
  }

  /** Up to the answer of the visitor, who then hears the ad. */
  private String hearing(AttemptId attempt) {
    pbx.agentRings(attempt);
    pbx.agentAnswers(attempt);
    String visitor = pbx.visitorRings(attempt, TRUNK);
    say(attempt, visitor, "begun");
    return visitor;
  }

  private void say(AttemptId attempt, String channel, String what) {
    pbx.say(new AmiEvent.Script(attempt.toString(), channel, what));
  }

  private AdPlay stored(AttemptId attempt) {
    return database.attempt(attempt).ad().orElseThrow();
  }

  private Ami.Script sent(AttemptId attempt) {
    return Objects.requireNonNull(pbx.scripts.get(attempt));
  }

  private void end(AttemptId attempt, String visitor) {
    pbx.end(visitor, Samples.NORMAL);
    pbx.end(attempt.toString(), Samples.NORMAL);
  }

  @Test
  void withoutAdsAndPromptsNothingIsSent() {
    have(List.of(), List.of());

    assertThat(sent(called("101"))).isEqualTo(Ami.Script.NONE);
  }

  @Test
  void anAdIsStoredWithItsAttemptAndCountedWhenItWasHeardToItsEnd() {
    have(List.of(ad(1, Map.of())), List.of());
    AttemptId attempt = called("101");
    assertThat(sent(attempt).ad()).contains(ad(1, Map.of()).id());
    assertThat(stored(attempt).playedAt()).isEmpty();

    String visitor = hearing(attempt);
    assertThat(stored(attempt).playedAt()).isEmpty();
    Instant heard = clock.instant();
    say(attempt, visitor, "played");
    clock.move(Duration.ofSeconds(1));
    say(attempt, visitor, "played");
    pbx.visitorAnswers(attempt, visitor);
    end(attempt, visitor);

    assertThat(stored(attempt).playedAt()).contains(heard);
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.COMPLETED);
  }

  @Test
  void aVisitorWhoHangsUpDuringTheAdDidNotHearItAndIsNotCalledAgain() {
    have(List.of(ad(1, Map.of())), List.of());
    AttemptId attempt = called("101");
    end(attempt, hearing(attempt));

    assertThat(stored(attempt).playedAt()).isEmpty();
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.FAILED);
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void whoPressesTheKeyDuringTheAdIsStoredAtOnceAndNotTriedAgain() {
    database.retryPolicy =
        new RetryPolicy(Map.of(Outcome.BUSY, new RetryPolicy.Rule(3, Duration.ofMinutes(1))));
    have(List.of(ad(1, Map.of())), List.of());
    AttemptId attempt = called("101");
    String visitor = hearing(attempt);
    say(attempt, visitor, "opted-out");
    assertThat(database.optedOut).containsExactly(Samples.VISITOR);
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.CALLING_VISITOR);

    pbx.end(visitor, new HangupCause(17, "User busy", 0));
    pbx.end(attempt.toString(), new HangupCause(17, "User busy", 0));
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.FAILED);
    assertThat(database.attempt(attempt).reason()).startsWith("The visitor pressed the key");
    assertThat(stored(attempt).playedAt()).isEmpty();
    assertThat(database.request(database.attempt(attempt).callbackId()).reason())
        .isEqualTo("opted-out");
  }

  @Test
  void onlyWhoIsCalledOptsOut() {
    have(List.of(ad(1, Map.of())), List.of());
    AttemptId attempt = called("101");
    String visitor = hearing(attempt);
    say(attempt, attempt.toString(), "opted-out");
    say(attempt, visitor, "played");
    pbx.visitorAnswers(attempt, visitor);
    say(attempt, "acme-1.99", "opted-out");
    end(attempt, visitor);

    assertThat(database.optedOut).isEmpty();
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.COMPLETED);
  }

  @Test
  void whoPressesTheKeysWhileTalkingIsOnTheListAtOnceWithoutAnAdToo() {
    have(List.of(), List.of());
    AttemptId attempt = called("101");
    String visitor = pbx.connect(attempt);
    say(attempt, visitor, "opted-out");
    assertThat(database.optedOut).containsExactly(Samples.VISITOR);
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.BRIDGED);

    end(attempt, visitor);
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.COMPLETED);
    assertThat(database.request(database.attempt(attempt).callbackId()).state())
        .isEqualTo(CallbackState.ENDED);
  }

  @Test
  void aLongAdIsNotTakenForAPhoneThatRings() {
    have(List.of(ad(1, Map.of())), List.of());
    AttemptId attempt = called("101");
    hearing(attempt);
    for (int second = 0; second < 300; second++) {
      clock.move(Duration.ofSeconds(1));
      lanes.hold();
      lanes.tick();
    }

    assertThat(pbx.hungUp).isEmpty();
    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.CALLING_VISITOR);
  }

  @Test
  void callsThatMayBecomePlaysCountAgainstTheCap() {
    have(List.of(ad(1, Map.of("dailyPlays", "2"))), List.of());
    AttemptId first = called("101");
    AttemptId second = called("102");
    AttemptId third = called("103");
    assertThat(List.of(sent(first), sent(second))).allMatch(script -> script.ad().isPresent());
    assertThat(sent(third).ad()).isEmpty();

    // One of them did not hear it: there is room for another one.
    end(first, hearing(first));
    say(second, hearing(second), "played");
    AttemptId fourth = called("104");
    assertThat(sent(fourth).ad()).isPresent();
    say(fourth, hearing(fourth), "played");

    assertThat(sent(called("105")).ad()).isEmpty();
  }

  @Test
  void aCapHoldsWithinOneBatch() {
    have(List.of(ad(1, Map.of("totalPlays", "2"))), List.of());
    for (int agent = 101; agent < 106; agent++) {
      database.enqueue(Integer.toString(agent));
    }
    lanes.look();

    assertThat(pbx.originated).hasSize(5);
    assertThat(pbx.scripts.values().stream().filter(script -> script.ad().isPresent())).hasSize(2);
  }

  @Test
  void adsAreChosenByTheirWeightAndTheSameForTheSameRequest() {
    List<Ad> ads = List.of(ad(1, Map.of("weight", "3")), ad(2, Map.of("weight", "1")));
    List<CallbackRequest> requests =
        IntStream.range(0, 4000).mapToObj(ScriptsTest::numbered).collect(Collectors.toList());
    Map<HandlingId, Long> chosen = new HashMap<>();
    List<Ad> first = new ArrayList<>();
    for (CallbackRequest request : requests) {
      Ad ad = ScriptBook.choose(ads, request, Map.of(), Samples.NOON).orElseThrow();
      first.add(ad);
      chosen.merge(ad.id(), 1L, Long::sum);
    }

    assertThat(chosen.get(ads.get(0).id())).isBetween(2900L, 3100L);
    assertThat(requests.stream().map(each -> again(ads, each)).toList()).isEqualTo(first);
  }

  private static Ad again(List<Ad> ads, CallbackRequest request) {
    return ScriptBook.choose(ads, request, Map.of(), Samples.NOON).orElseThrow();
  }

  /** The same requests in every run. */
  private static CallbackRequest numbered(int number) {
    return new CallbackRequest(
        new CallbackId(UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >> 8)})),
        Samples.TENANT,
        new WidgetId(new UUID(7, 7)),
        Samples.AGENT,
        Samples.VISITOR,
        "key",
        "",
        CallbackState.QUEUED,
        "",
        Samples.NOON,
        Samples.NOON);
  }

  @Test
  void anAgentWhoDoesNotAcceptFailsTheCallbackAndTheVisitorIsNotCalled() {
    have(List.of(), List.of(prompt()));
    AttemptId attempt = called("101");
    assertThat(sent(attempt).prompt()).contains(prompt().id());
    pbx.agentRings(attempt);
    pbx.agentAnswers(attempt);
    say(attempt, attempt.toString(), "declined");
    pbx.end(attempt.toString(), new HangupCause(21, "Call Rejected", 0));

    assertThat(database.attempt(attempt).state()).isEqualTo(AttemptState.FAILED);
    assertThat(database.attempt(attempt).reason()).contains("did not press 1");
    assertThat(database.attempt(attempt).legs()).hasSize(1);
  }

  @Test
  void anAgentIsGivenTimeToAccept() {
    have(List.of(), List.of(prompt()));
    AttemptId attempt = called("101");
    pbx.agentRings(attempt);
    pbx.agentAnswers(attempt);
    for (int second = 0; second < 120; second++) {
      clock.move(Duration.ofSeconds(1));
      lanes.hold();
      lanes.tick();
    }

    assertThat(pbx.hungUp).isEmpty();
  }
}
