package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecord.Outcome;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.history.KnownNames;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

class CallRecordRepositoryIT {
  private static final Instant NOW = TestDatabase.NOW;
  private static final VmId VM = new VmId(new UUID(1, 2));
  private static final KnownNames NAMES =
      new KnownNames(Map.of("101", "Anna"), Map.of(), Map.of(), Map.of());

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private static CallEvent event(
      int call, int second, String endpoint, CallEvent.Type type, String detail) {
    return new CallEvent(
        type,
        NOW.plusSeconds(100L * call + second),
        endpoint.isEmpty() ? "" : call + "-" + endpoint,
        "acme-1." + call,
        endpoint.isEmpty() ? "" : "PJSIP/" + endpoint + "-00000001",
        endpoint,
        "Ünï 📞",
        "0302312510" + call % 10,
        detail);
  }

  private static List<CallEvent> call(int call) {
    return List.of(
        event(call, 0, "101", CallEvent.Type.BEGAN, ""),
        event(call, 1, "102", CallEvent.Type.BEGAN, ""),
        event(call, 2, "102", CallEvent.Type.ANSWERED, ""),
        event(call, 3, "102", CallEvent.Type.HUNG_UP, "{\"hangupcause\":16}"),
        event(call, 3, "101", CallEvent.Type.HUNG_UP, "{\"hangupcause\":16}"),
        event(call, 3, "", CallEvent.Type.ENDED, ""));
  }

  private void store(List<CallEvent> events) {
    database.calls.store(acme, VM, events, NAMES, NOW);
  }

  private List<CallRecord> all() {
    return database.calls.list(acme, CallQuery.newest(1000));
  }

  @Test
  void aCallIsStoredOnceHoweverOftenAndInWhatPiecesItsEventsArrive() {
    List<CallEvent> events = call(1);
    store(events.subList(0, 2));
    assertThat(all()).extracting(CallRecord::outcome).containsExactly(Outcome.RUNNING);
    store(events.subList(1, 5));
    store(events);
    store(events.subList(3, 6));

    assertThat(all()).hasSize(1);
    CallRecord call = all().get(0);
    assertThat(call.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(call.startedAt()).isEqualTo(NOW.plusSeconds(100));
    assertThat(call.callerName()).isEqualTo("Anna");
    assertThat(database.calls.events(acme, call.id())).hasSize(6);
    assertThat(database.calls.find(acme, call.id())).contains(call);
  }

  @Test
  void whenAsteriskBeginsAnewCallsOfBeforeAreCutOffAndLaterOnesAreNot() {
    store(call(1).subList(0, 3));
    store(call(2));
    store(call(3).subList(0, 2));

    database.calls.cutOff(acme, VM, NOW.plusSeconds(250), NAMES, NOW);
    database.calls.cutOff(acme, VM, NOW.plusSeconds(250), NAMES, NOW);

    assertThat(all())
        .extracting(CallRecord::outcome)
        .containsExactly(Outcome.RUNNING, Outcome.ANSWERED, Outcome.CUT_OFF);
    assertThat(all().get(2).endedAt()).contains(NOW.plusSeconds(102));
  }

  @Test
  void pagesFollowEachOtherWhileCallsComeIn() {
    List<CallEvent> events = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      events.addAll(call(i));
    }
    store(events);
    List<CallRecordId> seen = new ArrayList<>();
    CallQuery query = CallQuery.newest(10);
    List<CallRecord> page = database.calls.list(acme, query);
    while (!page.isEmpty()) {
      page.forEach(call -> seen.add(call.id()));
      store(call(100 + seen.size()));
      page = database.calls.list(acme, query.after(CallQuery.Cursor.of(page.get(page.size() - 1))));
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
  }

  private List<CallRecord> find(
      @Nullable String text,
      @Nullable Outcome outcome,
      @Nullable String extension,
      @Nullable Instant from,
      @Nullable Instant to) {
    return database.calls.list(
        acme,
        new CallQuery(
            Optional.ofNullable(text),
            Optional.ofNullable(from),
            Optional.ofNullable(to),
            Optional.empty(),
            Optional.ofNullable(outcome),
            Optional.ofNullable(extension),
            Optional.empty(),
            Optional.empty(),
            100));
  }

  @Test
  void callsAreFoundByNumberNameDayOutcomeAndPerson() {
    store(call(1));
    store(call(2));

    assertThat(find("+49 (30) 231251-01", null, null, null, null)).isEmpty();
    assertThat(find("030 231251-01", null, null, null, null)).hasSize(1);
    assertThat(find("101", null, null, null, null)).hasSize(2);
    assertThat(find("ann", null, null, null, null)).hasSize(2);
    assertThat(find("%", null, null, null, null)).isEmpty();
    assertThat(find("' or 1=1 -- ", null, null, null, null)).isEmpty();
    assertThat(find(null, Outcome.BUSY, null, null, null)).isEmpty();
    assertThat(find(null, Outcome.ANSWERED, "101", null, null)).hasSize(2);
    assertThat(find(null, null, "102", null, null)).isEmpty();
    assertThat(find(null, null, null, NOW.plusSeconds(150), null)).hasSize(1);
    assertThat(find(null, null, null, null, NOW.plusSeconds(200))).hasSize(1);
  }

  @Test
  void anotherTenantsCallIsNotFound() {
    store(call(1));
    CallRecordId id = all().get(0).id();

    assertThat(database.calls.list(zeta, CallQuery.newest(10))).isEmpty();
    assertThat(database.calls.find(zeta, id)).isEmpty();
    assertThat(database.calls.events(zeta, id)).isEmpty();
  }

  @Test
  void howManyCallsThereAreDoesNotChangeTheNumberOfStatements() {
    List<CallEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      events.addAll(call(i));
    }
    store(call(500));
    long before = database.statements();
    store(events);

    assertThat(database.statements() - before).isLessThan(8);
    assertThat(all()).hasSize(41);
  }
}
