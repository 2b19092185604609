package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
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
    return request(key, "101", at);
  }

  private CallbackRequest request(String key, String agent, int secondsLater) {
    return request(key, agent, NOW.plusSeconds(secondsLater));
  }

  private CallbackRequest request(String key, String agent, Instant at) {
    return new CallbackRequest(
        CallbackId.random(),
        acme,
        widget,
        new ExtensionNumber(agent),
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

  private boolean begin(Attempt attempt) {
    return database.callbacks.begin(acme, List.of(attempt)).equals(Set.of(attempt.id()));
  }

  private boolean advance(Attempt attempt, CallbackState state, String reason, Instant now) {
    return database
        .callbacks
        .advance(acme, List.of(new Progress(attempt, state, reason)), now)
        .equals(Set.of(attempt.id()));
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
  void nothingIsDialledWhileTheKillSwitchIsOn() {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("dialer-1", NOW);
    database.guards.halt(acme, true);

    assertThat(database.callbacks.due(acme, Set.of(), 10, NOW)).isEmpty();
    // One that was chosen before the switch was thrown is not begun either.
    assertThat(begin(attempt(request, epoch))).isFalse();
    assertThat(state(request)).isEqualTo(CallbackState.QUEUED);

    database.guards.halt(acme, false);
    assertThat(database.callbacks.due(acme, Set.of(), 10, NOW)).containsExactly(request);
    assertThat(begin(attempt(request, epoch))).isTrue();
  }

  @Test
  void theSecondsToTheVisitorAndTheirPriceCountOnceAgainstTheDay() {
    database.rates.save(acme, CallbackRates.parse("+49 2.5"));
    CallbackRequest request = queued("key-1");
    long epoch = epoch("dialer-1", NOW);
    Attempt begun = attempt(request, epoch);
    assertThat(begin(begun)).isTrue();
    List<Leg> up = List.of(leg(Leg.Party.AGENT, "a", 0, ""), leg(Leg.Party.VISITOR, "v", 2, ""));
    advance(with(begun, AttemptState.BRIDGED, epoch, up), CallbackState.CONNECTED, "", NOW);
    assertThat(database.guards.spend(acme, NOW).seconds()).isZero();

    List<Leg> over =
        List.of(leg(Leg.Party.AGENT, "a", 0, "16"), leg(Leg.Party.VISITOR, "v", 2, "16"));
    Attempt ended = with(begun, AttemptState.COMPLETED, epoch, over);
    advance(ended, CallbackState.ENDED, "", NOW);
    advance(ended, CallbackState.ENDED, "", NOW);

    // Answered after three seconds, ended after nine; the agent's own extension costs nothing.
    assertThat(database.guards.spend(acme, NOW).seconds()).isEqualTo(6);
    assertThat(database.guards.spend(acme, NOW).cents()).isEqualTo(25);
    assertThat(database.guards.spend(zeta, NOW).seconds()).isZero();
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
  void requestsAreListedNewestFirst() {
    CallbackRequest older = database.callbacks.enqueue(acme, request("a", NOW));
    CallbackRequest newer = database.callbacks.enqueue(acme, request("b", NOW.plusSeconds(1)));
    assertThat(database.callbacks.list(acme, 10)).containsExactly(newer, older);
    assertThat(database.callbacks.list(acme, 1)).containsExactly(newer);
  }

  @Test
  void dueIsTheOldestOfEveryFreeAgentThoseWaitingLongestFirst() {
    CallbackRequest second = database.callbacks.enqueue(acme, request("a", "101", 2));
    database.callbacks.enqueue(acme, request("b", "101", 3));
    CallbackRequest first = database.callbacks.enqueue(acme, request("c", "102", 1));
    CallbackRequest later = database.callbacks.enqueue(acme, request("d", "103", 5));
    Instant now = NOW.plusSeconds(4);
    assertThat(database.callbacks.due(acme, Set.of(), 10, now)).containsExactly(first, second);
    assertThat(database.callbacks.due(acme, Set.of(), 1, now)).containsExactly(first);
    assertThat(database.callbacks.due(acme, Set.of(first.agent()), 10, now))
        .containsExactly(second);
    assertThat(database.callbacks.due(acme, Set.of(), 10, NOW)).isEmpty();
    assertThat(database.callbacks.due(acme, Set.of(), 10, NOW.plusSeconds(5)))
        .containsExactly(first, second, later);
  }

  @Test
  void aLongQueueOfOneAgentDoesNotHideAnotherAgents() {
    for (int i = 0; i < 210; i++) {
      database.callbacks.enqueue(acme, request("a" + i, "101", 0));
    }
    CallbackRequest other = database.callbacks.enqueue(acme, request("b", "102", 1));
    assertThat(
            database.callbacks.due(
                acme, Set.of(new ExtensionNumber("101")), 10, NOW.plusSeconds(1)))
        .containsExactly(other);
  }

  @Test
  void findingTheNextReadsNoMoreRowsOfAThousandsLongQueue() throws Exception {
    findsWithFewReads(Set.of());
  }

  @Test
  void norWhenManyAgentsTalk() throws Exception {
    findsWithFewReads(
        IntStream.range(2000, 2400)
            .mapToObj(number -> new ExtensionNumber(Integer.toString(number)))
            .collect(Collectors.toSet()));
  }

  private void findsWithFewReads(Set<ExtensionNumber> others) throws Exception {
    for (String agent : List.of("101", "102")) {
      database.sql(
          "INSERT INTO callback_request (id, tenant_id, widget_id, agent, visitor,"
              + " idempotency_key, page, state, requested_at, state_since, due_at)"
              + " SELECT UUID(), '"
              + acme
              + "', '"
              + widget
              + "', '"
              + agent
              + "', '+4930123456', CONCAT('"
              + agent
              + "-', seq), '', 'QUEUED', 0, 0, seq FROM seq_1_to_3000");
      database.callbacks.enqueue(acme, request("first-" + agent, agent, -1));
    }
    long read =
        database.transaction(
            () -> {
              long before = rowsRead();
              Set<ExtensionNumber> busy = new HashSet<>(Set.of(new ExtensionNumber("101")));
              busy.addAll(others);
              assertThat(database.callbacks.due(acme, busy, 10, NOW))
                  .extracting(one -> one.agent().value())
                  .containsExactly("102");
              return rowsRead() - before;
            });
    assertThat(read).as("rows of the index and the table").isLessThan(1000);
  }

  private long rowsRead() {
    Object sum =
        database
            .entities()
            .createNativeQuery(
                "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS"
                    + " WHERE VARIABLE_NAME IN ('HANDLER_READ_NEXT', 'HANDLER_READ_KEY',"
                    + " 'HANDLER_READ_PREV', 'HANDLER_READ_RND')")
            .getSingleResult();
    return ((Number) sum).longValue();
  }

  @Test
  void aDialerIsToldWhichOfItsTenantsWait() {
    assertThat(database.lanes.waiting("one", NOW)).isEmpty();
    queued("key-1");
    assertThat(database.lanes.waiting("one", NOW)).as("without the lane").isEmpty();
    long epoch = epoch("one", NOW);
    assertThat(database.lanes.waiting("one", NOW)).containsExactly(acme);
    assertThat(database.lanes.waiting("one", NOW.minusSeconds(1))).isEmpty();
    assertThat(database.lanes.waiting("two", NOW)).isEmpty();
    begin(attempt(database.callbacks.list(acme, 1).get(0), epoch));
    assertThat(database.lanes.waiting("one", NOW)).isEmpty();
  }

  @Test
  void manyBeginAndAdvanceWithAsManyStatementsAsOne() throws Exception {
    long epoch = epoch("one", NOW);
    List<Attempt> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(attempt(queued("key-" + i), epoch));
    }
    Attempt one = attempt(queued("alone"), epoch);
    assertThat(statements(() -> database.callbacks.begin(acme, many)))
        .isEqualTo(statements(() -> database.callbacks.begin(acme, List.of(one))));
    List<Leg> legs =
        List.of(leg(Leg.Party.AGENT, "a", 1, "16"), leg(Leg.Party.VISITOR, "b", 2, ""));
    List<Progress> progress =
        many.stream()
            .map(
                attempt ->
                    new Progress(
                        with(attempt, AttemptState.BRIDGED, epoch, legs),
                        CallbackState.CONNECTED,
                        ""))
            .toList();
    assertThat(database.callbacks.advance(acme, progress, NOW.plusSeconds(5))).hasSize(40);
    assertThat(database.callbacks.open(acme))
        .filteredOn(attempt -> !attempt.id().equals(one.id()))
        .containsExactlyInAnyOrderElementsOf(progress.stream().map(Progress::attempt).toList());
    assertThat(database.callbacks.list(acme, 100))
        .filteredOn(request -> request.state() == CallbackState.CONNECTED)
        .hasSize(40)
        .allMatch(request -> request.stateSince().equals(NOW.plusSeconds(5)));
  }

  private long statements(Callable<?> work) throws Exception {
    return database.transaction(
        () -> {
          long before = database.statements();
          work.call();
          return database.statements() - before;
        });
  }

  @Test
  void oneThatIsBeingChangedIsLeftOutAndTheOthersBegin() throws Exception {
    CallbackRequest held = queued("held");
    CallbackRequest free = queued("free");
    long epoch = epoch("one", NOW);
    Attempt ofHeld = attempt(held, epoch);
    Attempt ofFree = attempt(free, epoch);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      database.transaction(
          () -> {
            database
                .entities()
                .createNativeQuery("SELECT id FROM callback_request WHERE id = ? FOR UPDATE")
                .setParameter(1, held.id().toString())
                .getResultList();
            assertThat(
                    thread
                        .submit(() -> database.callbacks.begin(acme, List.of(ofHeld, ofFree)))
                        .get())
                .containsExactly(ofFree.id());
            return null;
          });
    } finally {
      thread.shutdown();
    }
    assertThat(state(held)).isEqualTo(CallbackState.QUEUED);
    assertThat(state(free)).isEqualTo(CallbackState.CALLING);
  }

  @Test
  void anAttemptThatDoesNotExistIsNotStored() {
    CallbackRequest request = queued("key-1");
    assertThat(
            advance(
                attempt(request, epoch("one", NOW)), CallbackState.FAILED, "agent-no-answer", NOW))
        .isFalse();
    assertThat(state(request)).isEqualTo(CallbackState.QUEUED);
    assertThat(database.callbacks.calls(acme, 0, 10)).isEmpty();
  }

  @Test
  void nothingOfAnotherTenantIsFound() {
    CallbackRequest request = queued("key-1");
    Attempt attempt = attempt(request, epoch("one", NOW));
    begin(attempt);
    assertThat(database.callbacks.find(zeta, request.id())).isEmpty();
    assertThat(database.callbacks.list(zeta, 10)).isEmpty();
    assertThat(database.callbacks.due(zeta, Set.of(), 10, NOW)).isEmpty();
    assertThat(database.callbacks.calls(zeta, 0, 10)).isEmpty();
    assertThat(database.callbacks.call(zeta, attempt.id())).isEmpty();
    assertThat(database.callbacks.open(zeta)).isEmpty();
    assertThatThrownBy(() -> database.callbacks.begin(zeta, List.of(attempt)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                database.callbacks.advance(
                    zeta, List.of(new Progress(attempt, CallbackState.ENDED, "")), NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> database.callbacks.enqueue(zeta, request))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneRequestBeginsOnce() {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("one", NOW);
    Attempt attempt = attempt(request, epoch);
    assertThat(begin(attempt)).isTrue();
    assertThat(begin(attempt(request, epoch))).isFalse();
    assertThat(state(request)).isEqualTo(CallbackState.CALLING);
    assertThat(database.callbacks.open(acme)).containsExactly(attempt);
    assertThat(database.callbacks.due(acme, Set.of(), 10, NOW)).isEmpty();
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
            return begin(attempt(request, epoch));
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
    begin(begun);

    long current = epoch("two", NOW.plus(LEASE));
    assertThat(current).isGreaterThan(old);
    assertThat(begin(attempt(second, old))).isFalse();
    assertThat(state(second)).isEqualTo(CallbackState.QUEUED);
    assertThat(
            advance(
                with(begun, AttemptState.BRIDGED, old, List.of()),
                CallbackState.CONNECTED,
                "",
                NOW))
        .isFalse();
    assertThat(state(first)).isEqualTo(CallbackState.CALLING);

    assertThat(database.callbacks.open(acme)).containsExactly(begun);
    assertThat(
            advance(
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
    assertThat(begin(attempt(request, 0))).isFalse();
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
                assertThat(begin(attempt)).isTrue();
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
    begin(attempt);
    Leg agent = leg(Leg.Party.AGENT, "z-first", 1, "");
    Leg visitor = leg(Leg.Party.VISITOR, "a-second", 3, "");
    advance(
        with(attempt, AttemptState.CALLING_VISITOR, epoch, List.of(agent)),
        CallbackState.CALLING,
        "",
        NOW.plusSeconds(2));
    advance(
        with(attempt, AttemptState.BRIDGED, epoch, List.of(agent, visitor)),
        CallbackState.CONNECTED,
        "",
        NOW.plusSeconds(5));
    Leg hungUp = leg(Leg.Party.VISITOR, "a-second", 3, "16 Normal Clearing");
    Attempt ended = with(attempt, AttemptState.COMPLETED, epoch, List.of(agent, hungUp));
    assertThat(advance(ended, CallbackState.ENDED, "", NOW.plusSeconds(9))).isTrue();
    Call call = database.callbacks.call(acme, attempt.id()).orElseThrow();
    assertThat(call.attempt()).isEqualTo(ended);
    assertThat(call.request().state()).isEqualTo(CallbackState.ENDED);
    assertThat(call.request().stateSince()).isEqualTo(NOW.plusSeconds(9));
    assertThat(database.callbacks.calls(acme, 0, 10)).containsExactly(call);
    assertThat(database.callbacks.open(acme)).isEmpty();
  }

  @Test
  void aPageOfCallsTakesTwoQueriesHoweverLongItIs() throws Exception {
    long epoch = epoch("one", NOW);
    for (int i = 0; i < 12; i++) {
      CallbackRequest request = queued("key-" + i);
      Attempt attempt = attempt(request, epoch);
      begin(attempt);
      advance(
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
              assertThat(database.callbacks.calls(acme, 0, 100))
                  .hasSize(12)
                  .allSatisfy(call -> assertThat(call.attempt().legs()).hasSize(2));
              return database.statements() - before;
            });
    assertThat(statements).isEqualTo(2);
    List<Call> all = database.callbacks.calls(acme, 0, 100);
    assertThat(database.callbacks.calls(acme, 5, 4)).isEqualTo(all.subList(5, 9));
    assertThat(database.callbacks.calls(acme, 10, 50)).isEqualTo(all.subList(10, 12));
    assertThat(database.callbacks.countCalls(acme, 100)).isEqualTo(12);
    assertThat(database.callbacks.countCalls(acme, 5)).isEqualTo(5);
    assertThat(database.callbacks.countCalls(zeta, 5)).isZero();
  }

  @Test
  void advancingIsNewsOfRequestAndCall() {
    CallbackRequest request = queued("key-1");
    long epoch = epoch("one", NOW);
    Attempt attempt = attempt(request, epoch);
    begin(attempt);
    long before = database.events.newestId();
    advance(
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
