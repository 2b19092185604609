package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class CallbackRepositoryIT {
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final WidgetId widget = WidgetId.random();
  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = tenantWithVm("acme", "10.0.0.10");
    zeta = database.tenant("zeta").id();
  }

  private TenantId tenantWithVm(String slug, String address) {
    TenantId tenant = database.tenant(slug).id();
    database.machines.add(
        tenant,
        new VirtualMachine(
            VmId.random(),
            tenant,
            "rf-" + slug,
            DesiredState.RUNNING,
            VmStage.RUNNING,
            "",
            new Ipv4(address),
            Secret.random(),
            Secret.random(),
            "",
            0,
            NOW));
    return tenant;
  }

  private CallbackRequest request(String key, Instant at) {
    return new CallbackRequest(
        CallbackId.random(),
        acme,
        widget,
        new ExtensionNumber("101"),
        new E164("+4930123456"),
        key,
        "https://www.example.com/kontakt?ä=1",
        CallbackState.QUEUED,
        "",
        at,
        at);
  }

  private CallbackRequest queued(String key) {
    return database.callbacks.enqueue(acme, request(key, NOW));
  }

  private long epoch(String owner, Instant now) {
    return database.lanes.hold(owner, LEASE, now).stream()
        .filter(lane -> lane.tenantId().equals(acme))
        .mapToLong(Lane::epoch)
        .findFirst()
        .orElseThrow();
  }

  private Attempt attempt(CallbackRequest request, long epoch) {
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

  private static Attempt with(Attempt before, AttemptState state, long epoch, List<Leg> legs) {
    return new Attempt(
        before.id(),
        before.callbackId(),
        before.tenantId(),
        state,
        "",
        epoch,
        before.bootId(),
        legs,
        before.startedAt(),
        state == AttemptState.BRIDGED ? Optional.of(NOW.plusSeconds(5)) : Optional.empty(),
        state.isFinal() ? Optional.of(NOW.plusSeconds(9)) : Optional.empty());
  }

  private static Leg leg(Leg.Party party, String id, int startedAfter, String cause) {
    return new Leg(
        party,
        id,
        party == Leg.Party.AGENT ? "101" : "+4930123456",
        party == Leg.Party.AGENT ? "" : "trunk-01234567",
        NOW.plusSeconds(startedAfter),
        Optional.of(NOW.plusSeconds(startedAfter + 1)),
        cause.isEmpty() ? Optional.empty() : Optional.of(NOW.plusSeconds(9)),
        cause);
  }

  private CallbackState state(CallbackRequest request) {
    return database.callbacks.find(acme, request.id()).orElseThrow().state();
  }

  @Test
  void aRequestIsStoredOncePerKey() {
    CallbackRequest first = request("key-1", NOW);
    assertThat(database.callbacks.enqueue(acme, first)).isEqualTo(first);
    assertThat(database.callbacks.enqueue(acme, request("key-1", NOW.plusSeconds(1))))
        .isEqualTo(first);
    assertThat(database.callbacks.list(acme, 10)).containsExactly(first);
    CallbackRequest otherCase = request("KEY-1", NOW.plusSeconds(2));
    assertThat(database.callbacks.enqueue(acme, otherCase)).isEqualTo(otherCase);
  }

  @Test
  void manyRequestsWithOneKeyAtOnceAreOne() throws Exception {
    List<Callable<CallbackId>> visitors = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(6);
    for (int i = 0; i < 6; i++) {
      visitors.add(
          () -> {
            together.await();
            return database.callbacks.enqueue(acme, request("one-key", NOW)).id();
          });
    }
    assertThat(Set.copyOf(inParallel(visitors))).hasSize(1);
    assertThat(database.callbacks.list(acme, 10)).hasSize(1);
  }

  @Test
  void onlyAStoredRequestIsNews() {
    long before = database.events.newestId();
    queued("key-1");
    queued("key-1");
    assertThat(database.events.after(before, 10))
        .extracting(LiveEvent::kind)
        .containsExactly("callback");
  }

  @Test
  void aVisitorFindsTheRequestsWhoseIdsItKnows() {
    CallbackRequest one = queued("key-1");
    CallbackRequest two = queued("key-2");
    assertThat(database.callbacks.findPublic(one.id())).contains(one);
    assertThat(database.callbacks.findPublic(CallbackId.random())).isEmpty();
    assertThat(database.callbacks.findPublic(Set.of(one.id(), two.id(), CallbackId.random())))
        .containsExactlyInAnyOrder(one, two);
    assertThat(database.callbacks.findPublic(Set.of())).isEmpty();
  }

  @Test
  void requestsAreListedNewestFirstAndDueOldestFirst() {
    CallbackRequest older = database.callbacks.enqueue(acme, request("a", NOW));
    CallbackRequest newer = database.callbacks.enqueue(acme, request("b", NOW.plusSeconds(1)));
    assertThat(database.callbacks.list(acme, 10)).containsExactly(newer, older);
    assertThat(database.callbacks.list(acme, 1)).containsExactly(newer);
    assertThat(database.callbacks.due(acme, 10, NOW.plusSeconds(1))).containsExactly(older, newer);
    assertThat(database.callbacks.due(acme, 10, NOW)).containsExactly(older);
    assertThat(database.callbacks.due(acme, 1, NOW.plusSeconds(1))).containsExactly(older);
  }

  @Test
  void nothingOfAnotherTenantIsFound() {
    CallbackRequest request = queued("key-1");
    Attempt attempt = attempt(request, epoch("one", NOW));
    database.callbacks.begin(acme, request.id(), attempt);
    assertThat(database.callbacks.find(zeta, request.id())).isEmpty();
    assertThat(database.callbacks.list(zeta, 10)).isEmpty();
    assertThat(database.callbacks.due(zeta, 10, NOW)).isEmpty();
    assertThat(database.callbacks.calls(zeta, 10)).isEmpty();
    assertThat(database.callbacks.call(zeta, attempt.id())).isEmpty();
    assertThat(database.callbacks.open(zeta)).isEmpty();
    assertThatThrownBy(() -> database.callbacks.begin(zeta, request.id(), attempt))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> database.callbacks.advance(zeta, attempt, CallbackState.ENDED, "", NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> database.callbacks.enqueue(zeta, request))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneRequestBeginsOnce() {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("one", NOW);
    Attempt attempt = attempt(request, epoch);
    assertThat(database.callbacks.begin(acme, request.id(), attempt)).contains(attempt);
    assertThat(database.callbacks.begin(acme, request.id(), attempt(request, epoch))).isEmpty();
    assertThat(state(request)).isEqualTo(CallbackState.CALLING);
    assertThat(database.callbacks.open(acme)).containsExactly(attempt);
    assertThat(database.callbacks.due(acme, 10, NOW)).isEmpty();
  }

  @Test
  void ofManyThreadsThatBeginOneDoes() throws Exception {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("one", NOW);
    CyclicBarrier together = new CyclicBarrier(6);
    List<Callable<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      threads.add(
          () -> {
            together.await();
            return database
                .callbacks
                .begin(acme, request.id(), attempt(request, epoch))
                .isPresent();
          });
    }
    assertThat(inParallel(threads).stream().filter(begun -> begun)).hasSize(1);
    assertThat(database.callbacks.open(acme)).hasSize(1);
  }

  @Test
  void whoLostTheLaneCanNeitherBeginNorAdvance() {
    CallbackRequest first = queued("key-1");
    CallbackRequest second = queued("key-2");
    long old = epoch("one", NOW);
    Attempt begun = attempt(first, old);
    database.callbacks.begin(acme, first.id(), begun);

    long current = epoch("two", NOW.plus(LEASE));
    assertThat(current).isGreaterThan(old);
    assertThat(database.callbacks.begin(acme, second.id(), attempt(second, old))).isEmpty();
    assertThat(state(second)).isEqualTo(CallbackState.QUEUED);
    assertThat(
            database.callbacks.advance(
                acme,
                with(begun, AttemptState.BRIDGED, old, List.of()),
                CallbackState.CONNECTED,
                "",
                NOW))
        .isFalse();
    assertThat(state(first)).isEqualTo(CallbackState.CALLING);

    assertThat(database.callbacks.open(acme)).containsExactly(begun);
    assertThat(
            database.callbacks.advance(
                acme,
                with(begun, AttemptState.UNKNOWN, current, List.of()),
                CallbackState.FAILED,
                "Contact was lost.",
                NOW))
        .isTrue();
    assertThat(database.callbacks.find(acme, first.id()).map(CallbackRequest::reason))
        .contains("Contact was lost.");
  }

  @Test
  void withoutALaneNothingBegins() throws Exception {
    CallbackRequest request = queued("key-1");
    assertThat(database.callbacks.begin(acme, request.id(), attempt(request, 0))).isEmpty();
  }

  @Test
  void aTakeoverWaitsForAWriteThatHasBegun() throws Exception {
    CallbackRequest request = queued("key-1");
    long old = epoch("one", NOW);
    Attempt attempt = attempt(request, old);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<List<Lane>> takeover =
          database.transaction(
              () -> {
                assertThat(database.callbacks.begin(acme, request.id(), attempt)).isPresent();
                Future<List<Lane>> begun =
                    thread.submit(() -> database.lanes.hold("two", LEASE, NOW.plus(LEASE)));
                // The lane is locked: the other dialer skips it instead of taking it meanwhile.
                assertThat(begun.get()).isEmpty();
                return begun;
              });
      assertThat(takeover.isDone()).isTrue();
      assertThat(epoch("two", NOW.plus(LEASE))).isEqualTo(old + 1);
      assertThat(database.callbacks.open(acme)).containsExactly(attempt);
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void aCallShowsItsRequestAndItsLegsInTheOrderTheyBegan() {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("one", NOW);
    Attempt attempt = attempt(request, epoch);
    database.callbacks.begin(acme, request.id(), attempt);
    Leg agent = leg(Leg.Party.AGENT, "z-first", 1, "");
    Leg visitor = leg(Leg.Party.VISITOR, "a-second", 3, "");
    database.callbacks.advance(
        acme,
        with(attempt, AttemptState.CALLING_VISITOR, epoch, List.of(agent)),
        CallbackState.CALLING,
        "",
        NOW.plusSeconds(2));
    database.callbacks.advance(
        acme,
        with(attempt, AttemptState.BRIDGED, epoch, List.of(agent, visitor)),
        CallbackState.CONNECTED,
        "",
        NOW.plusSeconds(5));
    Leg hungUp = leg(Leg.Party.VISITOR, "a-second", 3, "16 Normal Clearing");
    Attempt ended = with(attempt, AttemptState.COMPLETED, epoch, List.of(agent, hungUp));
    assertThat(database.callbacks.advance(acme, ended, CallbackState.ENDED, "", NOW.plusSeconds(9)))
        .isTrue();
    Call call = database.callbacks.call(acme, attempt.id()).orElseThrow();
    assertThat(call.attempt()).isEqualTo(ended);
    assertThat(call.request().state()).isEqualTo(CallbackState.ENDED);
    assertThat(call.request().stateSince()).isEqualTo(NOW.plusSeconds(9));
    assertThat(database.callbacks.calls(acme, 10)).containsExactly(call);
    assertThat(database.callbacks.open(acme)).isEmpty();
  }

  @Test
  void aPageOfCallsTakesTwoQueriesHoweverLongItIs() throws Exception {
    long epoch = epoch("one", NOW);
    for (int i = 0; i < 12; i++) {
      CallbackRequest request = queued("key-" + i);
      Attempt attempt = attempt(request, epoch);
      database.callbacks.begin(acme, request.id(), attempt);
      database.callbacks.advance(
          acme,
          with(
              attempt,
              AttemptState.COMPLETED,
              epoch,
              List.of(leg(Leg.Party.AGENT, "a", 1, "16"), leg(Leg.Party.VISITOR, "b", 2, "16"))),
          CallbackState.ENDED,
          "",
          NOW);
    }
    long statements =
        database.transaction(
            () -> {
              long before = database.statements();
              assertThat(database.callbacks.calls(acme, 100))
                  .hasSize(12)
                  .allSatisfy(call -> assertThat(call.attempt().legs()).hasSize(2));
              return database.statements() - before;
            });
    assertThat(statements).isEqualTo(2);
  }

  @Test
  void advancingIsNewsOfRequestAndCall() {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("one", NOW);
    Attempt attempt = attempt(request, epoch);
    database.callbacks.begin(acme, request.id(), attempt);
    long before = database.events.newestId();
    database.callbacks.advance(
        acme,
        with(attempt, AttemptState.CALLING_AGENT, epoch, List.of()),
        CallbackState.CALLING,
        "",
        NOW);
    assertThat(database.events.after(before, 10))
        .extracting(LiveEvent::kind, LiveEvent::subject)
        .containsExactly(
            tuple("callback", request.id().toString()), tuple("call", attempt.id().toString()));
  }

  @Test
  void whatVisitorAndProviderSaidIsCutInsteadOfRefused() {
    CallbackRequest wordy =
        new CallbackRequest(
            CallbackId.random(),
            acme,
            widget,
            new ExtensionNumber("101"),
            new E164("+4930123456"),
            UUID.randomUUID().toString(),
            "https://example.com/" + "x".repeat(5000),
            CallbackState.QUEUED,
            "",
            NOW,
            NOW);
    assertThat(database.callbacks.enqueue(acme, wordy).page()).hasSize(1000);
  }

  @Test
  void aLaneHasOneHolderAndANewEpochWithEach() {
    long first = epoch("one", NOW);
    assertThat(database.lanes.hold("two", LEASE, NOW.plusSeconds(9))).isEmpty();
    assertThat(epoch("one", NOW.plusSeconds(9))).isEqualTo(first);
    assertThat(database.lanes.hold("two", LEASE, NOW.plusSeconds(10))).isEmpty();
    assertThat(epoch("two", NOW.plusSeconds(19))).isEqualTo(first + 1);
    assertThat(database.lanes.hold("one", LEASE, NOW.plusSeconds(20))).isEmpty();
    database.lanes.release(acme, "one");
    assertThat(database.lanes.hold("one", LEASE, NOW.plusSeconds(20))).isEmpty();
    database.lanes.release(acme, "two");
    assertThat(epoch("one", NOW.plusSeconds(20))).isEqualTo(first + 2);
  }

  @Test
  void aTenantWhoseVmShallNotRunHasNoLane() {
    assertThat(database.lanes.hold("one", LEASE, NOW))
        .extracting(Lane::tenantId)
        .containsExactly(acme);
    database.machines.desire(acme, DesiredState.STOPPED);
    assertThat(database.lanes.hold("one", LEASE, NOW)).isEmpty();
    database.machines.desire(acme, DesiredState.RUNNING);
    assertThat(database.lanes.hold("two", LEASE, NOW)).hasSize(1);
  }

  @Test
  void manyDialersNeverHoldTheSameLane() throws Exception {
    for (int i = 0; i < 20; i++) {
      tenantWithVm("tenant" + i, "10.0.1." + (i + 1));
    }
    CyclicBarrier together = new CyclicBarrier(4);
    List<Callable<List<Lane>>> dialers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String owner = "dialer " + i;
      dialers.add(
          () -> {
            together.await();
            return database.lanes.hold(owner, LEASE, NOW);
          });
    }
    List<TenantId> held =
        inParallel(dialers).stream().flatMap(List::stream).map(Lane::tenantId).toList();
    assertThat(held).doesNotHaveDuplicates().hasSize(21);
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
