package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackScripts.Scripts;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.RetryPolicy.Outcome;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.TrunkHealth;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.pbx.TrunkStatus;

/** Callbacks through real Asterisks, with the dialer as it runs and only the database a fake. */
class CallsIT {
  private static final String ANSWERS = "+442079460100";
  private static final String BUSY = "+442079460910";
  private static final String NEVER_ANSWERS = "+442079460920";
  private static final String PRESSES_9 = "+442079460960";
  private static final String PRESSES_BOTH_KEYS = "+442079460970";
  private static final String PRESSES_OTHER_KEYS = "+442079460980";
  private static final String REFUSED = "+442079460930";
  private static final String NOBODY = "+442079461234";

  /** Generous: it ends a test that would never pass, and says nothing about speed. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir static Path home;
  private static Telephony telephony;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<Future<?>> tasks = new ArrayList<>();
  private final FakeDatabase database = new FakeDatabase();
  private CuttableWire wire;
  private Lanes lanes;

  @BeforeAll
  static void startTelephony() throws IOException, InterruptedException {
    telephony = new Telephony(home);
  }

  @AfterAll
  static void stopTelephony() throws IOException, InterruptedException {
    telephony.stop();
  }

  @BeforeEach
  void startDialer() throws IOException, InterruptedException {
    telephony.behave("101", "stay");
    wire = new CuttableWire(new InetSocketAddress(telephony.pbx().value(), 5038));
    database.address = new Ipv4("127.0.0.1");
    database.amiSecret = telephony.amiSecret();
    Clock clock = Clock.systemUTC();
    lanes =
        new Lanes(
            database.lanes,
            new DialerSettings(
                "it",
                Duration.ofSeconds(6),
                5,
                new Timeouts(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofSeconds(10))),
            database.ports(new AmiGateway(wire.port()), new SilentMetrics(), clock),
            thread);
    every(2000, lanes::hold);
    every(200, lanes::look);
    every(1000, lanes::tick);
  }

  @AfterEach
  void stopDialer() throws IOException, InterruptedException, ExecutionException {
    assertThat(tasks).as("a task that failed is not repeated").noneMatch(Future::isDone);
    thread.submit(lanes::stop).get();
    thread.shutdown();
    assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    wire.close();
  }

  private void every(long milliseconds, Runnable task) {
    tasks.add(thread.scheduleWithFixedDelay(task, 0, milliseconds, TimeUnit.MILLISECONDS));
  }

  /** The dialer's thread is the only one that touches the fake database. */
  private <T> T ask(Callable<T> question) {
    try {
      return thread.submit(question).get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private CallbackRequest request(String agent, String visitor) {
    return ask(() -> database.enqueue(Samples.request(agent, new E164(visitor))));
  }

  private CallbackRequest ended(CallbackRequest request) {
    await().atMost(LIMIT).until(() -> ask(() -> database.request(request.id()).state().isFinal()));
    return ask(() -> database.request(request.id()));
  }

  private void awaitState(CallbackRequest request, AttemptState state) {
    await().atMost(LIMIT).until(() -> attempts(request).stream().anyMatch(a -> a.state() == state));
  }

  private List<Attempt> attempts(CallbackRequest request) {
    return ask(
        () ->
            database.attempts.values().stream()
                .filter(attempt -> attempt.callbackId().equals(request.id()))
                .toList());
  }

  private Attempt attempt(CallbackRequest request) {
    List<Attempt> attempts = attempts(request);
    assertThat(attempts).hasSize(1);
    return attempts.get(0);
  }

  @Test
  void agentAndVisitorTalkAndTheCallIsCompleted() throws IOException {
    CallbackRequest request = request("102", ANSWERS);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    Attempt attempt = attempt(request);
    assertThat(attempt.state()).isEqualTo(AttemptState.COMPLETED);
    assertThat(attempt.legs())
        .extracting(Leg::party, Leg::number, Leg::trunk, Leg::cause)
        .containsExactly(
            Tuple.tuple(Leg.Party.AGENT, "102", "", "cause 16 Normal Clearing"),
            Tuple.tuple(Leg.Party.VISITOR, ANSWERS, Telephony.TRUNK, "cause 16 Normal Clearing"));
    assertThat(attempt.legs()).allMatch(leg -> leg.answeredAt().isPresent());
    assertThat(telephony.invites()).contains(ANSWERS + " " + attempt.id());
    assertThat(ask(() -> List.copyOf(database.seenByVisitor)))
        .containsExactly(CallbackState.CALLING, CallbackState.CONNECTED, CallbackState.ENDED);
  }

  @Test
  void aBusyAgentIsSaidInWordsAndTheVisitorIsNotCalled() throws Exception {
    telephony.behave("101", "busy");
    CallbackRequest request = request("101", ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("agent-no-answer");
    assertThat(attempt(request).reason())
        .isEqualTo("The agent's phone was busy (SIP 486, cause 17 User busy).");
    assertThat(telephony.invites())
        .noneMatch(line -> line.endsWith(attempt(request).id().toString()));
  }

  @Test
  void anAgentWhoDoesNotAnswerInTimeFailsTheCallback() throws Exception {
    telephony.behave("101", "silent");
    CallbackRequest request = request("101", ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("agent-no-answer");
    assertThat(attempt(request).reason()).startsWith("The agent did not answer");
  }

  @Test
  void anAgentWithoutAPhoneFailsTheCallback() {
    CallbackRequest request = request("109", ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("agent-no-answer");
    assertThat(attempt(request).reason()).contains("Is it registered?");
  }

  @Test
  void aBusyVisitorIsCalledOnceThoughThereAreMoreTrunks() throws IOException {
    CallbackRequest request = request("101", BUSY);

    assertThat(ended(request).reason()).isEqualTo("visitor-busy");
    assertThat(attempt(request).reason())
        .isEqualTo("The visitor's line was busy (SIP 486, cause 17 User busy).");
    assertThat(telephony.invites()).containsOnlyOnce(BUSY + " " + attempt(request).id());
  }

  @Test
  void aVisitorWhoDoesNotAnswerInTimeFailsTheCallback() {
    CallbackRequest request = request("101", NEVER_ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("visitor-no-answer");
    assertThat(attempt(request).reason()).startsWith("The visitor did not answer");
  }

  @Test
  void aNumberThatDoesNotExistIsSaidSo() {
    CallbackRequest request = request("101", NOBODY);

    assertThat(ended(request).reason()).isEqualTo("visitor-unreachable");
    assertThat(attempt(request).reason()).contains("SIP 404");
  }

  @Test
  void aProviderThatRefusesIsFollowedByTheNextTrunk() throws IOException {
    CallbackRequest request = request("101", REFUSED);

    assertThat(ended(request).reason()).isEqualTo("provider-refused");
    assertThat(attempt(request).legs())
        .extracting(Leg::trunk)
        .startsWith("", Telephony.TRUNK, Telephony.WRONG_PASSWORD);
    assertThat(attempt(request).legs().get(1).cause()).contains("SIP 403");
    assertThat(telephony.complaints())
        .as("the dialplan has no mistake that only shows when it runs")
        .noneMatch(line -> line.matches(".* (pbx|app_|func_)[a-z_]*\\.c: .*"));
  }

  private static Trunk trunk(String section, String cost) {
    String digits = section.substring("trunk-".length());
    return new Trunk(
            new TrunkId(UUID.fromString(digits + "-0000-4000-8000-000000000001")),
            new DisplayName("Provider"),
            new TrunkAccess.Registration("acme", new Secret("secret")),
            new SipHost("sip.example.com"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.PLUS_E164,
            Optional.empty(),
            Optional.empty(),
            true,
            1)
        .with(TrunkSettings.of(Map.of("minuteCost", cost)));
  }

  /** The PBX lists the good trunk first. */
  @Test
  void trunksAreTriedInTheOrderThatTheDialerChose() throws IOException {
    ask(
        () -> {
          database.trunkList =
              List.of(
                  trunk(Telephony.TRUNK, "0.02"),
                  trunk(Telephony.WRONG_PASSWORD, "0.01"),
                  trunk(Telephony.NOBODY_THERE, "0.03"));
          database.rulesFound =
              new DialingRules(TrunkChoice.Order.CHEAPEST, CallingHours.ALWAYS, Duration.ZERO);
          return true;
        });
    CallbackRequest request = request("102", ANSWERS);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    assertThat(attempt(request).legs())
        .extracting(Leg::trunk, Leg::ending)
        .containsExactly(
            Tuple.tuple("", Leg.Ending.NOTHING),
            Tuple.tuple(Telephony.WRONG_PASSWORD, Leg.Ending.REFUSED),
            Tuple.tuple(Telephony.TRUNK, Leg.Ending.PLACED));
    assertThat(TrunkHealth.Outcome.of(attempt(request).legs().get(2)).orElseThrow().delay())
        .as("post-dial delay")
        .isPresent();
    assertThat(telephony.complaints())
        .as("the dialplan has no mistake that only shows when it runs")
        .noneMatch(line -> line.matches(".* (pbx|app_|func_)[a-z_]*\\.c: .*"));
  }

  @Test
  void aTrunkThatTheDialerSparesIsTriedAtLast() throws IOException {
    ask(
        () -> {
          database.trunkList =
              List.of(trunk(Telephony.TRUNK, "0"), trunk(Telephony.WRONG_PASSWORD, "0"));
          return true;
        });
    for (int i = 0; i < 6; i++) {
      ask(
          () -> {
            CallbackRequest before = database.enqueue("102");
            Attempt attempt = Samples.attempt(before, AttemptState.FAILED);
            database.requests.remove(before.id());
            Leg refused =
                new Leg(
                    Leg.Party.VISITOR,
                    "before-" + attempt.id(),
                    ANSWERS,
                    Telephony.TRUNK,
                    Instant.now(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Instant.now()),
                    "SIP 503",
                    Leg.Ending.REFUSED);
            return database.attempts.put(attempt.id(), Attempts.with(attempt, List.of(refused)));
          });
    }
    CallbackRequest request = request("102", ANSWERS);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    assertThat(attempt(request).legs())
        .extracting(Leg::trunk)
        .startsWith("", Telephony.WRONG_PASSWORD)
        .endsWith(Telephony.TRUNK);
  }

  private void retry(Outcome outcome) {
    RetryPolicy policy =
        new RetryPolicy(Map.of(outcome, new RetryPolicy.Rule(1, Duration.ofSeconds(2))));
    ask(() -> database.retryPolicy = policy);
  }

  @Test
  void aBusyVisitorIsCalledAgainAsOftenAsTheTenantWants() throws IOException {
    retry(Outcome.BUSY);
    CallbackRequest request = request("101", BUSY);

    assertThat(ended(request).reason()).isEqualTo("visitor-busy");
    assertThat(attempts(request)).hasSize(2);
    for (Attempt attempt : attempts(request)) {
      assertThat(attempt.reason())
          .isEqualTo("The visitor's line was busy (SIP 486, cause 17 User busy).");
      assertThat(telephony.invites()).containsOnlyOnce(BUSY + " " + attempt.id());
    }
  }

  @Test
  void aVisitorWhoDidNotAnswerIsCalledAgain() throws IOException {
    retry(Outcome.NO_ANSWER);
    CallbackRequest request = request("101", NEVER_ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("visitor-no-answer");
    assertThat(attempts(request)).hasSize(2);
  }

  @Test
  void anAgentWhoIsBusyIsCalledAgainBeforeTheVisitorIsCalledAtAll() throws Exception {
    retry(Outcome.AGENT);
    telephony.behave("101", "busy");
    CallbackRequest request = request("101", ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("agent-no-answer");
    assertThat(attempts(request)).hasSize(2);
    for (Attempt attempt : attempts(request)) {
      assertThat(telephony.invites()).noneMatch(line -> line.endsWith(attempt.id().toString()));
    }
  }

  private void have(Scripts scripts) {
    ask(() -> database.scriptsFound = scripts);
  }

  @Test
  void theVisitorHearsTheAdBeforeTheAgentAndThePlayIsStored() throws IOException {
    have(new Scripts(List.of(Telephony.ad()), List.of()));
    CallbackRequest request = request("102", ANSWERS);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    Attempt attempt = attempt(request);
    Instant played = attempt.ad().flatMap(AdPlay::playedAt).orElseThrow();
    assertThat(played).isBeforeOrEqualTo(attempt.bridgedAt().orElseThrow());
    byte[] heard = telephony.heardByVisitor(attempt.id());
    assertThat(Telephony.AD_WAVE.in(heard)).as("the ad").isNotNegative();
    assertThat(Wave.other(heard)).as("the agent").isGreaterThan(Telephony.AD_WAVE.in(heard));
    assertThat(Telephony.AD_WAVE.in(telephony.heardByPhone("102"))).as("at the agent").isNegative();
  }

  @Test
  void anAdThatNobodyAnswersToHearIsNotPlayed() {
    have(new Scripts(List.of(Telephony.ad()), List.of()));
    CallbackRequest request = request("101", BUSY);

    assertThat(ended(request).reason()).isEqualTo("visitor-busy");
    assertThat(attempt(request).ad()).contains(new AdPlay(Telephony.ad().id()));
  }

  @Test
  void whoPressesTheKeyDuringTheAdIsPutOnTheListAndNoTelephoneRingsAgain() throws IOException {
    retry(Outcome.BUSY);
    have(new Scripts(List.of(Telephony.ad()), List.of()));
    CallbackRequest request = request("102", PRESSES_9);

    assertThat(ended(request).reason()).isEqualTo(CallbackRequest.OPTED_OUT);
    Attempt attempt = attempt(request);
    assertThat(ask(() -> List.copyOf(database.optedOut))).containsExactly(new E164(PRESSES_9));
    assertThat(attempt.bridgedAt()).isEmpty();
    assertThat(attempt.ad().flatMap(AdPlay::playedAt)).isEmpty();
    assertThat(attempt.legs()).hasSize(2);
    assertThat(telephony.invites()).containsOnlyOnce(PRESSES_9 + " " + attempt.id());
    assertThat(telephony.complaints())
        .noneMatch(line -> line.matches(".* (pbx|app_|func_)[a-z_]*\\.c: .*"));
  }

  @Test
  void whoPressesBothKeysWhileTalkingIsPutOnTheListAndTheCallEnds() throws Exception {
    telephony.behave("101", "stay");
    CallbackRequest request = request("101", PRESSES_BOTH_KEYS);
    awaitState(request, AttemptState.BRIDGED);
    assertThat(ask(() -> List.copyOf(database.optedOut))).isEmpty();

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    assertThat(ended(request).reason()).isEqualTo(CallbackRequest.OPTED_OUT);
    assertThat(ask(() -> List.copyOf(database.optedOut)))
        .containsExactly(new E164(PRESSES_BOTH_KEYS));
    Attempt attempt = attempt(request);
    assertThat(attempt.reason()).isEqualTo(Verdict.OPTED_OUT.sentence());
    assertThat(telephony.invites()).containsOnlyOnce(PRESSES_BOTH_KEYS + " " + attempt.id());
    assertThat(telephony.callEvents())
        .as("for the centre, when the dialer did not hear it")
        .anyMatch(line -> line.contains("\"opted-out\"") && line.contains(attempt.id().toString()));
    assertThat(telephony.complaints())
        .noneMatch(line -> line.matches(".* (pbx|app_|func_|features)[a-z_]*\\.c: .*"));
  }

  @Test
  void otherKeysAndThoseOfTheAgentOptNobodyOut() throws Exception {
    telephony.behave("101", "never");
    CallbackRequest request = request("101", PRESSES_OTHER_KEYS);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    Attempt attempt = attempt(request);
    assertThat(attempt.reason()).isEmpty();
    assertThat(Duration.between(attempt.bridgedAt().orElseThrow(), attempt.endedAt().orElseThrow()))
        .as("until the called person hangs up")
        .isGreaterThan(Duration.ofSeconds(8));
    assertThat(ask(() -> List.copyOf(database.optedOut))).isEmpty();
  }

  @Test
  void theAgentAloneHearsTheWhisper() throws IOException {
    have(new Scripts(List.of(), List.of(Telephony.prompt(false))));
    CallbackRequest request = request("102", ANSWERS);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    assertThat(Telephony.WHISPER_WAVE.in(telephony.heardByPhone("102"))).isNotNegative();
    assertThat(Telephony.WHISPER_WAVE.in(telephony.heardByVisitor(attempt(request).id())))
        .isNegative();
  }

  @Test
  void anAgentWhoDoesNotPressTheKeyIsNotPutThrough() throws Exception {
    have(new Scripts(List.of(), List.of(Telephony.prompt(true))));
    telephony.behave("101", "stay");
    CallbackRequest request = request("101", ANSWERS);

    assertThat(ended(request).reason()).isEqualTo("agent-no-answer");
    assertThat(attempt(request).reason()).contains("did not press 1");
    assertThat(telephony.invites())
        .noneMatch(line -> line.endsWith(attempt(request).id().toString()));
  }

  @Test
  void anAgentWhoPressesTheKeyIsPutThrough() throws Exception {
    have(new Scripts(List.of(), List.of(Telephony.prompt(true))));
    telephony.behave("101", "accept");
    CallbackRequest request = request("101", ANSWERS);

    awaitState(request, AttemptState.BRIDGED);
    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
  }

  @Test
  void aConversationSurvivesALostConnectionAndIsFollowedToItsEnd() throws IOException {
    CallbackRequest request = request("102", ANSWERS);
    awaitState(request, AttemptState.BRIDGED);

    wire.cut();
    awaitState(request, AttemptState.UNKNOWN);
    assertThat(ask(() -> database.request(request.id()).state()))
        .isEqualTo(CallbackState.CONNECTED);
    wire.mend();
    awaitState(request, AttemptState.BRIDGED);

    assertThat(ended(request).state()).isEqualTo(CallbackState.ENDED);
    assertThat(telephony.invites()).containsOnlyOnce(ANSWERS + " " + attempt(request).id());
  }

  @Test
  void aCallThatEndsWhileTheConnectionIsLostIsNotMadeAgain() throws IOException, AmiUnavailable {
    CallbackRequest request = request("101", NEVER_ANSWERS);
    awaitState(request, AttemptState.CALLING_VISITOR);

    wire.cut();
    try (Ami another =
        new AmiGateway(5038).connect(telephony.pbx(), telephony.amiSecret(), event -> {})) {
      another.hangUp(attempt(request).id().toString());
    }
    awaitState(request, AttemptState.UNKNOWN);
    wire.mend();

    assertThat(ended(request).state()).isEqualTo(CallbackState.FAILED);
    assertThat(attempt(request).reason()).contains("was not called again");
    assertThat(telephony.invites()).containsOnlyOnce(NEVER_ANSWERS + " " + attempt(request).id());
  }

  @Test
  void trunksTellWhetherTheyWork() {
    awaitTrunk(Telephony.TRUNK, TrunkStatus.State.REGISTERED);
    awaitTrunk(Telephony.WRONG_PASSWORD, TrunkStatus.State.REFUSED);
    awaitTrunk(Telephony.NOBODY_THERE, TrunkStatus.State.UNREACHABLE);
  }

  private void awaitTrunk(String trunk, TrunkStatus.State state) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                ask(
                    () ->
                        database.trunkStates.containsKey(trunk)
                            && Objects.requireNonNull(database.trunkStates.get(trunk)).state()
                                == state));
  }
}
