package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.RetryPolicy.Outcome;
import org.ringfence.domain.callback.RetryPolicy.Rule;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.Withdrawal;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.KnownNames;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class CallbackQueueIT {
  private static final Duration LEASE = Duration.ofSeconds(10);

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;
  private long epoch;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
    database.runningMachine(acme, NOW);
    epoch = database.lanes.hold("one", LEASE, NOW).get(0).epoch();
  }

  private CallbackRequest queued(String key, Instant dueAt) {
    return database.callbacks.enqueue(
        acme,
        new CallbackRequest(
            CallbackId.random(),
            acme,
            WidgetId.ofQueue(acme),
            new ExtensionNumber("101"),
            new E164("+4930123456"),
            key,
            "",
            CallbackState.QUEUED,
            "",
            NOW,
            NOW,
            dueAt,
            0));
  }

  private Attempt begun(CallbackRequest request) {
    Attempt attempt = sending(request);
    assertThat(database.callbacks.begin(acme, List.of(attempt))).containsExactly(attempt.id());
    return attempt;
  }

  private Attempt sending(CallbackRequest request) {
    return new Attempt(
        AttemptId.random(),
        request.id(),
        acme,
        AttemptState.SENDING,
        "",
        epoch,
        "boot-1",
        List.of(),
        NOW,
        Optional.empty(),
        Optional.empty());
  }

  /** The agent has answered, and the visitor's telephone is called. */
  private static Attempt ringing(Attempt before) {
    return new Attempt(
        before.id(),
        before.callbackId(),
        before.tenantId(),
        AttemptState.CALLING_VISITOR,
        "",
        before.epoch(),
        before.bootId(),
        List.of(
            new Leg(
                Leg.Party.VISITOR,
                "acme-1.2",
                "+442079460100",
                "trunk-11111111",
                NOW,
                Optional.empty(),
                Optional.empty(),
                "")),
        before.startedAt(),
        Optional.empty(),
        Optional.empty());
  }

  private static Attempt ended(Attempt before, Optional<Instant> bridgedAt, Instant endedAt) {
    return new Attempt(
        before.id(),
        before.callbackId(),
        before.tenantId(),
        bridgedAt.isPresent() ? AttemptState.COMPLETED : AttemptState.FAILED,
        "",
        before.epoch(),
        before.bootId(),
        List.of(
            new Leg(
                Leg.Party.AGENT,
                before.id().toString(),
                "101",
                "",
                NOW,
                bridgedAt,
                Optional.of(endedAt),
                "")),
        before.startedAt(),
        bridgedAt,
        Optional.of(endedAt));
  }

  private CallbackRequest stored(CallbackRequest request) {
    return database.callbacks.find(acme, request.id()).orElseThrow();
  }

  private List<CallbackRequest> due(Instant now) {
    return database.callbacks.due(acme, Set.of(), 10, now);
  }

  @Test
  void aCallbackForLaterIsNotDueBefore() {
    Instant later = NOW.plusSeconds(3600);
    CallbackRequest request = queued("key-1", later);

    assertThat(stored(request).dueAt()).isEqualTo(later);
    assertThat(due(later.minusSeconds(1))).isEmpty();
    assertThat(due(later)).containsExactly(stored(request));
  }

  @Test
  void aRequestThatIsTakenBackIsNeverCalled() {
    CallbackRequest request = queued("key-1", NOW);

    assertThat(database.queue.cancel(zeta, request.id(), NOW)).as("a foreign one").isFalse();
    assertThat(database.queue.cancel(acme, request.id(), NOW)).isTrue();

    assertThat(stored(request).state()).isEqualTo(CallbackState.FAILED);
    assertThat(stored(request).reason()).isEqualTo(CallbackRequest.CANCELLED);
    assertThat(due(NOW)).isEmpty();
    assertThat(database.queue.cancel(acme, request.id(), NOW)).as("twice").isFalse();
  }

  @Test
  void aRequestThatSomebodyIsCalledForIsNotTakenBack() {
    CallbackRequest request = queued("key-1", NOW);
    begun(request);

    assertThat(database.queue.cancel(acme, request.id(), NOW)).isFalse();
    assertThat(stored(request).state()).isEqualTo(CallbackState.CALLING);
  }

  @Test
  void aRequestThatItsVisitorTookBackUnderWayIsMarkedAndNeverTriedAgain() {
    CallbackRequest waits = queued("key-1", NOW);
    CallbackRequest called = queued("key-2", NOW);
    Attempt attempt = begun(called);

    for (CallbackRequest foreign : List.of(waits, called)) {
      assertThat(database.queue.withdraw(zeta, foreign.id(), NOW)).isEqualTo(Withdrawal.OVER);
    }
    assertThat(database.queue.withdraw(acme, waits.id(), NOW)).isEqualTo(Withdrawal.TAKEN_BACK);
    assertThat(stored(waits).reason()).isEqualTo(CallbackRequest.CANCELLED);
    assertThat(database.queue.withdraw(acme, waits.id(), NOW))
        .as("twice")
        .isEqualTo(Withdrawal.TAKEN_BACK);
    assertThat(database.callbacks.withdrawn(acme)).isEmpty();
    assertThat(database.queue.withdraw(acme, called.id(), NOW)).isEqualTo(Withdrawal.TAKEN_BACK);
    assertThat(database.callbacks.withdrawn(acme)).containsExactly(called.id());
    assertThat(database.callbacks.withdrawn(zeta)).isEmpty();
    database.callbacks.advance(
        acme, List.of(new Progress(ringing(attempt), CallbackState.CALLING, "")), NOW);
    assertThat(database.queue.withdraw(acme, called.id(), NOW)).isEqualTo(Withdrawal.RINGING);

    Progress again =
        new Progress(
                ended(attempt, Optional.empty(), NOW.plusSeconds(5)),
                CallbackState.FAILED,
                "visitor-no-answer")
            .againAt(NOW.plusSeconds(65));
    database.callbacks.advance(acme, List.of(again), NOW);
    assertThat(stored(called).state()).isEqualTo(CallbackState.FAILED);
    assertThat(stored(called).reason()).isEqualTo(CallbackRequest.CANCELLED);
    assertThat(database.callbacks.withdrawn(acme)).isEmpty();

    CallbackRequest over = queued("key-3", NOW);
    Attempt talked = ended(begun(over), Optional.of(NOW), NOW.plusSeconds(5));
    database.callbacks.advance(acme, List.of(new Progress(talked, CallbackState.ENDED, "")), NOW);
    assertThat(database.queue.withdraw(acme, over.id(), NOW)).isEqualTo(Withdrawal.OVER);
  }

  @Test
  void thePlaceOfARequestIsAmongThoseOfItsAgentThatAreDue() {
    CallbackRequest first = queued("key-1", NOW.minusSeconds(3));
    CallbackRequest second = queued("key-2", NOW.minusSeconds(2));
    queued("key-3", NOW.plusSeconds(60));
    ExtensionNumber agent = first.agent();
    assertThat(database.queue.waiting(acme, agent, 10, NOW))
        .isEqualTo(new AgentQueue(List.of(first.id(), second.id()), false, Optional.empty()));
    assertThat(database.queue.waiting(acme, agent, 1, NOW).next()).containsExactly(first.id());
    assertThat(database.queue.waiting(zeta, agent, 10, NOW).next()).isEmpty();
    assertThat(database.queue.waiting(acme, new ExtensionNumber("102"), 10, NOW).next()).isEmpty();

    Attempt attempt = begun(first);
    assertThat(database.queue.waiting(acme, agent, 10, NOW).busy()).isTrue();
    assertThat(database.queue.waiting(acme, agent, 10, NOW).ahead(second.id())).hasValue(1);
    database.callbacks.advance(
        acme,
        List.of(
            new Progress(
                ended(attempt, Optional.of(NOW), NOW.plusSeconds(90)), CallbackState.ENDED, "")),
        NOW);
    assertThat(database.queue.waiting(acme, agent, 10, NOW))
        .isEqualTo(
            new AgentQueue(List.of(second.id()), false, Optional.of(Duration.ofSeconds(90))));
  }

  @Test
  void aRequestThatIsTriedAgainIsDueLaterAndItsFirstEndCountsOnce() {
    CallbackRequest request = queued("key-1", NOW);
    Attempt attempt = ended(begun(request), Optional.empty(), NOW.plusSeconds(5));
    Instant later = NOW.plusSeconds(65);
    Progress again = new Progress(attempt, CallbackState.FAILED, "visitor-busy").againAt(later);
    database.callbacks.advance(acme, List.of(again), NOW);

    assertThat(stored(request).state()).isEqualTo(CallbackState.QUEUED);
    assertThat(stored(request).tries()).isEqualTo(1);
    assertThat(due(later.minusSeconds(1))).isEmpty();

    Attempt second = begun(stored(request));
    database.callbacks.advance(acme, List.of(again), NOW);
    assertThat(stored(request).state())
        .as("the end of the first, stored once more, does not end the second")
        .isEqualTo(CallbackState.CALLING);
    assertThat(stored(request).tries()).isEqualTo(1);
    assertThat(database.queue.attempts(acme, request.id()))
        .extracting(Attempt::id)
        .containsExactlyInAnyOrder(attempt.id(), second.id());
    assertThat(database.queue.attempts(zeta, request.id())).isEmpty();
  }

  @Test
  void whoOptsOutDuringACallIsOnTheListAndWhatElseWaitsIsNeverCalled() {
    Attempt attempt = ended(begun(queued("key-1", NOW)), Optional.empty(), NOW.plusSeconds(5));
    CallbackRequest second = queued("key-2", NOW);
    Progress never =
        new Progress(
            attempt, CallbackState.FAILED, CallbackRequest.OPTED_OUT, Optional.empty(), true);
    database.callbacks.advance(acme, List.of(never), NOW);
    database.callbacks.advance(acme, List.of(never), NOW);
    assertThat(database.guards.optedOut(acme, 10)).containsExactly(second.visitor());
    assertThat(database.guards.hasOptedOut(zeta, second.visitor())).isFalse();

    assertThat(database.callbacks.begin(acme, List.of(sending(second)))).isEmpty();
    assertThat(stored(second).state()).isEqualTo(CallbackState.FAILED);
    assertThat(stored(second).reason()).isEqualTo(CallbackRequest.OPTED_OUT);
    assertThat(due(NOW)).isEmpty();
    assertThat(database.queue.attempts(acme, second.id())).isEmpty();

    assertThat(database.privacy.removeOptOut(acme, second.visitor())).isTrue();
    begun(queued("key-3", NOW));
  }

  @Test
  void aKeyThatOnlyThePbxSawIsOnTheListOfItsOwnTenant() {
    CallbackRequest request = queued("key-1", NOW);
    Attempt attempt = begun(request);
    List<CallEvent> written =
        List.of(pressed(attempt.id().toString()), pressed(""), pressed("no attempt of ours"));
    KnownNames names = new KnownNames(Map.of(), Map.of(), Map.of(), Map.of());
    database.calls.store(zeta, new VmId(new UUID(1, 3)), written, names, NOW);
    assertThat(database.guards.optedOut(acme, 10)).isEmpty();

    database.calls.store(acme, new VmId(new UUID(1, 2)), written, names, NOW);
    database.calls.store(acme, new VmId(new UUID(1, 2)), written, names, NOW);
    assertThat(database.guards.optedOut(acme, 10)).containsExactly(request.visitor());
    assertThat(database.guards.optedOut(zeta, 10)).isEmpty();
  }

  private static CallEvent pressed(String attempt) {
    return new CallEvent(
        CallEvent.Type.OPTED_OUT,
        NOW,
        "acme-1.2",
        "acme-1.1",
        "PJSIP/trunk-11111111-00000001",
        "",
        "",
        "s",
        attempt);
  }

  @Test
  void aReportSaysWhatCameOfThem() {
    CallbackRequest talked = queued("key-1", NOW);
    Attempt completed = ended(begun(talked), Optional.of(NOW.plusSeconds(4)), NOW.plusSeconds(64));
    database.callbacks.advance(
        acme, List.of(new Progress(completed, CallbackState.ENDED, "")), NOW);
    CallbackRequest busy = queued("key-2", NOW);
    Attempt failed = ended(begun(busy), Optional.empty(), NOW.plusSeconds(5));
    database.callbacks.advance(
        acme, List.of(new Progress(failed, CallbackState.FAILED, "visitor-busy")), NOW);
    queued("key-3", NOW);

    CallbackReport report = database.queue.report(acme, NOW, NOW.plusSeconds(1));

    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.states())
        .containsEntry(CallbackState.ENDED, 1L)
        .containsEntry(CallbackState.FAILED, 1L)
        .containsEntry(CallbackState.QUEUED, 1L);
    assertThat(report.failures()).isEqualTo(Map.of("visitor-busy", 1L));
    assertThat(report.attempts()).isEqualTo(2);
    assertThat(report.reached()).isEqualTo(1);
    assertThat(report.waiting()).contains(Duration.ofSeconds(4));
    assertThat(report.talk()).isEqualTo(Duration.ofSeconds(60));
    assertThat(database.queue.report(zeta, NOW, NOW.plusSeconds(1)).requests()).isZero();
    assertThat(database.queue.report(acme, NOW.plusSeconds(1), NOW.plusSeconds(2)).requests())
        .isZero();
  }

  @Test
  void whatProgramsPlanDoesNotUseUpWhatVisitorsMayAskFor() {
    queued("key-1", NOW.plusSeconds(86_400));

    assertThat(database.guards.spend(acme, NOW).open()).isZero();
  }

  @Test
  void aPolicyOfRetriesIsTheTenantsOwn() {
    RetryPolicy policy =
        new RetryPolicy(
            Map.of(
                Outcome.BUSY, new Rule(3, Duration.ofMinutes(2)),
                Outcome.NO_ANSWER, new Rule(1, Duration.ofHours(1))));
    assertThat(database.retries.find(acme)).isEqualTo(RetryPolicy.NONE);
    database.retries.save(acme, RetryPolicy.NONE);
    database.retries.save(acme, policy);

    assertThat(database.retries.find(acme)).isEqualTo(policy);
    assertThat(database.retries.find(zeta)).isEqualTo(RetryPolicy.NONE);
  }
}
