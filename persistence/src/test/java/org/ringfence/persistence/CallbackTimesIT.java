package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.Hindrance;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Rules of dialing, nights and deadlines. */
class CallbackTimesIT {
  private static final Duration LEASE = Duration.ofHours(10);
  private static final Instant DEADLINE = NOW.plus(Duration.ofHours(1));
  private static final Instant LATE = DEADLINE.plusSeconds(1);

  private TestDatabase database;
  private TenantId acme;
  private long epoch;
  private int requests;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    database.runningMachine(acme, NOW);
    epoch = database.lanes.hold("one", LEASE, NOW).get(0).epoch();
    database.lanes.contact(acme, "one", true, 5, NOW);
  }

  private CallbackRequest queued() {
    return database.callbacks.enqueue(
        acme,
        new CallbackRequest(
            CallbackId.random(),
            acme,
            WidgetId.ofQueue(acme),
            new ExtensionNumber("101"),
            new E164("+4930123456"),
            "key-" + ++requests,
            "",
            CallbackState.QUEUED,
            "",
            NOW,
            NOW,
            NOW,
            0,
            Optional.of(NOW.plusSeconds(5)),
            Optional.of(DEADLINE)));
  }

  private CallbackRequest now(CallbackRequest request) {
    return database.callbacks.find(acme, request.id()).orElseThrow();
  }

  private static Leg visitor(Leg.Ending ending) {
    return new Leg(
        Leg.Party.VISITOR,
        "acme-1." + ending,
        "+4930123456",
        "trunk-1",
        NOW,
        ending == Leg.Ending.PLACED ? Optional.of(NOW.plusSeconds(2)) : Optional.empty(),
        Optional.empty(),
        Optional.of(NOW.plusSeconds(9)),
        "cause 16 Normal Clearing",
        ending);
  }

  /** It is called, and goes back into the queue for another try after the deadline. */
  private void tried(CallbackRequest request, Leg... legs) {
    Attempt attempt = attempt(request, AttemptState.SENDING, List.of());
    assertThat(database.callbacks.begin(acme, List.of(attempt))).containsExactly(attempt.id());
    Attempt failed =
        new Attempt(
            attempt.id(),
            attempt.callbackId(),
            acme,
            AttemptState.FAILED,
            "",
            epoch,
            "",
            List.of(legs),
            NOW,
            Optional.empty(),
            Optional.of(NOW.plusSeconds(9)));
    database.callbacks.advance(
        acme,
        List.of(
            new Progress(failed, CallbackState.FAILED, "agent-no-answer")
                .againAt(DEADLINE.plusSeconds(60))),
        NOW.plusSeconds(9));
  }

  private Attempt attempt(CallbackRequest request, AttemptState state, List<Leg> legs) {
    return new Attempt(
        AttemptId.random(),
        request.id(),
        acme,
        state,
        "",
        epoch,
        "",
        legs,
        NOW,
        Optional.empty(),
        Optional.empty());
  }

  private void expires(CallbackRequest request, Hindrance why) {
    database.times.expire(10, LATE);

    CallbackRequest over = now(request);
    assertThat(over.state()).isEqualTo(CallbackState.EXPIRED);
    assertThat(over.reason()).isEqualTo(why.code());
    assertThat(over.stateSince()).isEqualTo(LATE);
  }

  @Test
  void hoursAndDeadlineComeBackAsTheyWereStored() {
    CallbackRequest request = queued();

    assertThat(now(request)).isEqualTo(request);
  }

  @Test
  void nothingExpiresBeforeItsDeadline() {
    CallbackRequest request = queued();

    assertThat(database.times.expire(10, DEADLINE.minusSeconds(1))).isZero();
    assertThat(now(request).state()).isEqualTo(CallbackState.QUEUED);
  }

  @Test
  void whatWaitedBehindOthersExpires() {
    CallbackRequest request = queued();

    expires(request, Hindrance.QUEUE);
    assertThat(database.times.expire(10, LATE)).as("once").isZero();
    assertThat(database.queue.cancel(acme, request.id(), LATE)).isFalse();
  }

  @Test
  void aPbxOutOfReachIsTheReason() {
    CallbackRequest request = queued();
    database.lanes.contact(acme, "one", false, 5, NOW);

    expires(request, Hindrance.NO_PBX);
  }

  @Test
  void whoHasNoLaneExpiresToo() {
    CallbackRequest request = queued();
    database.lanes.release(acme, "one");

    expires(request, Hindrance.NO_PBX);
  }

  @Test
  void theKillSwitchIsTheReason() {
    CallbackRequest request = queued();
    database.guards.halt(acme, true);

    expires(request, Hindrance.HALTED);
  }

  @Test
  void theNightIsTheReason() {
    CallbackRequest request = queued();
    database.times.postpone(
        acme, Map.of(request.id(), NOW.plus(Duration.ofHours(9))), CallbackRequest.NIGHT, NOW);
    assertThat(now(request).dueAt()).isEqualTo(NOW.plus(Duration.ofHours(9)));
    assertThat(now(request).reason()).isEqualTo(CallbackRequest.NIGHT);

    expires(request, Hindrance.NIGHT);
  }

  @Test
  void aDayWithoutMeansIsTheReason() {
    CallbackRequest request = queued();
    Instant tomorrow = NOW.plus(Duration.ofHours(9));
    database.times.postpone(acme, Map.of(request.id(), tomorrow), CallbackRequest.SPENT, NOW);
    assertThat(now(request).dueAt()).isEqualTo(tomorrow);
    assertThat(now(request).reason()).isEqualTo(CallbackRequest.SPENT);

    expires(request, Hindrance.SPENT);
  }

  @Test
  void anAgentWhoNeverAnsweredIsTheReason() {
    CallbackRequest request = queued();
    tried(request);

    expires(request, Hindrance.NO_AGENT);
  }

  @Test
  void providersThatRefusedAreTheReason() {
    CallbackRequest request = queued();
    tried(request, visitor(Leg.Ending.REFUSED));

    expires(request, Hindrance.NO_PROVIDER);
  }

  @Test
  void whatRangOrMayHaveRungNeverExpires() {
    CallbackRequest rang = queued();
    tried(rang, visitor(Leg.Ending.PLACED));
    CallbackRequest unknown = queued();
    tried(unknown, visitor(Leg.Ending.REFUSED), visitor(Leg.Ending.NOTHING));

    assertThat(database.times.expire(10, LATE)).isEqualTo(2);
    for (CallbackRequest request : List.of(rang, unknown)) {
      assertThat(now(request).state()).isEqualTo(CallbackState.QUEUED);
      assertThat(now(request).expiresAt()).isEmpty();
    }
    assertThat(database.times.expire(10, LATE)).as("not looked at again").isZero();
  }

  @Test
  void whoIsCalledAtTheDeadlineIsLeftAlone() {
    CallbackRequest request = queued();
    database.callbacks.begin(acme, List.of(attempt(request, AttemptState.SENDING, List.of())));

    assertThat(database.times.expire(10, LATE)).isZero();
    database.times.postpone(acme, Map.of(request.id(), LATE), CallbackRequest.NIGHT, LATE);
    assertThat(now(request).state()).isEqualTo(CallbackState.CALLING);
    assertThat(now(request).dueAt()).isEqualTo(NOW);
  }

  @Test
  void whatIsCalledByDayIsNotSaidToWaitForIt() {
    CallbackRequest request = queued();
    database.times.postpone(acme, Map.of(request.id(), NOW), CallbackRequest.NIGHT, NOW);
    database.callbacks.begin(acme, List.of(attempt(request, AttemptState.SENDING, List.of())));

    assertThat(now(request).reason()).isEmpty();
  }

  @Test
  void aForeignRequestIsNotPostponed() {
    CallbackRequest request = queued();
    TenantId zeta = database.tenant("zeta").id();

    database.times.postpone(zeta, Map.of(request.id(), LATE), CallbackRequest.NIGHT, NOW);
    assertThat(now(request).dueAt()).isEqualTo(NOW);
  }

  @Test
  void rulesAreTheUsualOnesUntilOthersAreSaved() {
    assertThat(database.rules.find(acme)).isEqualTo(DialingRules.DEFAULT);
    DialingRules rules =
        new DialingRules(TrunkChoice.Order.CHEAPEST, new CallingHours(9, 18), Duration.ofHours(2));

    database.rules.save(acme, DialingRules.DEFAULT);
    database.rules.save(acme, rules);
    assertThat(database.rules.find(acme)).isEqualTo(rules);
    assertThat(database.rules.find(database.tenant("zeta").id())).isEqualTo(DialingRules.DEFAULT);
  }

  @Test
  void theNewestLegsToVisitorsOfWhichSomethingIsKnown() {
    tried(queued(), visitor(Leg.Ending.PLACED));
    tried(queued(), visitor(Leg.Ending.REFUSED));

    assertThat(database.callbackStatistics.newestLegs(acme, NOW, 10))
        .containsExactlyInAnyOrder(visitor(Leg.Ending.PLACED), visitor(Leg.Ending.REFUSED));
    assertThat(database.callbackStatistics.newestLegs(acme, NOW.plusSeconds(1), 10)).isEmpty();
    assertThat(database.callbackStatistics.newestLegs(acme, NOW, 1)).hasSize(1);
  }
}
