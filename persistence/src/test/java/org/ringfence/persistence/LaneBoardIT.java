package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallbackStatistics.By;
import org.ringfence.domain.callback.CallbackStatistics.Line;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.LaneView.State;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.Progress;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** What people are shown of the dialer: its lanes now, and what came of the callbacks. */
class LaneBoardIT {
  private static final Duration LEASE = Duration.ofSeconds(6);

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;
  private long epoch;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = withMachine("acme", 10);
    zeta = withMachine("zeta", 11);
    epoch = database.lanes.hold("one", LEASE, NOW).get(0).epoch();
  }

  private TenantId withMachine(String slug, int octet) {
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
            new Ipv4("10.0.0." + octet),
            Secret.random(),
            Secret.random(),
            "",
            0,
            NOW));
    return tenant;
  }

  private LaneView lane(TenantId tenant, Instant now) {
    return database.board.lane(tenant, now).orElseThrow();
  }

  private CallbackRequest queued(TenantId tenant, String visitor, Instant requested, Instant due) {
    return database.callbacks.enqueue(
        tenant,
        new CallbackRequest(
            CallbackId.random(),
            tenant,
            WidgetId.ofQueue(tenant),
            new ExtensionNumber("101"),
            new E164(visitor),
            visitor.substring(1) + "-" + requested.getEpochSecond() + "-" + due.getEpochSecond(),
            "",
            CallbackState.QUEUED,
            "",
            requested,
            requested,
            due,
            0));
  }

  private Attempt begun(CallbackRequest request, Instant at) {
    Attempt attempt =
        new Attempt(
            AttemptId.random(),
            request.id(),
            acme,
            AttemptState.SENDING,
            "",
            epoch,
            "boot-1",
            List.of(),
            at,
            Optional.empty(),
            Optional.empty());
    assertThat(database.callbacks.begin(acme, List.of(attempt))).containsExactly(attempt.id());
    return attempt;
  }

  @Test
  void aLaneSaysWhetherItIsHeldAndWhetherItsPbxAnswers() {
    long before = database.events.newestId();
    assertThat(lane(acme, NOW).state()).isEqualTo(State.NO_CONTACT);

    database.lanes.contact(acme, "another", true, 9, NOW);
    assertThat(lane(acme, NOW).state())
        .as("said by who does not hold it")
        .isEqualTo(State.NO_CONTACT);
    database.lanes.contact(acme, "one", true, 5, NOW.plusSeconds(1));
    assertThat(database.events.after(before, 10))
        .hasSize(1)
        .allMatch(
            event -> event.kind().equals("lane") && event.tenantId().equals(Optional.of(acme)));
    LaneView dialling = lane(acme, NOW);
    assertThat(dialling.state()).isEqualTo(State.DIALLING);
    assertThat(dialling.callsAtOnce()).isEqualTo(5);
    assertThat(dialling.contactSince()).contains(NOW.plusSeconds(1));
    assertThat(dialling.owner()).isEqualTo("one");

    database.guards.halt(acme, true);
    assertThat(lane(acme, NOW).state()).isEqualTo(State.HALTED);
    assertThat(lane(acme, NOW.plus(LEASE)).state()).as("its lease is over").isEqualTo(State.FREE);
    database.machines.desire(acme, DesiredState.STOPPED);
    assertThat(lane(acme, NOW).state()).isEqualTo(State.OFF);

    database.lanes.contact(zeta, "one", true, 5, NOW);
    database.lanes.hold("two", LEASE, NOW.plus(LEASE));
    assertThat(lane(zeta, NOW.plus(LEASE)).state())
        .as("who takes a lane over is not connected yet")
        .isEqualTo(State.NO_CONTACT);
  }

  @Test
  void theHosterSeesAllLanesThoseFirstThatNeedSomebody() {
    database.lanes.contact(acme, "one", true, 5, NOW);
    assertThat(database.board.lanes(0, 10, NOW))
        .extracting(view -> view.slug().value())
        .containsExactly("zeta", "acme");
    assertThat(database.board.lanes(1, 1, NOW))
        .extracting(view -> view.slug().value())
        .containsExactly("acme");
    assertThat(database.board.states(NOW))
        .containsEntry(State.NO_CONTACT, 1)
        .containsEntry(State.DIALLING, 1)
        .containsEntry(State.FREE, 0);
  }

  @Test
  void whatWaitsIsDueAndIsUnderWayIsCountedForEachTenantAlone() {
    begun(queued(acme, "+4930123450", NOW, NOW), NOW.plusSeconds(30));
    queued(acme, "+4930123451", NOW, NOW.plusSeconds(10));
    queued(acme, "+4930123452", NOW, NOW.plusSeconds(3600));
    queued(zeta, "+4930123453", NOW, NOW);

    LaneView view = lane(acme, NOW.plusSeconds(60));
    assertThat(view.queue()).isEqualTo(new LaneView.Queue(2, 1, Optional.of(NOW.plusSeconds(10))));
    assertThat(view.underWay()).containsEntry(AttemptState.SENDING, 1L).hasSize(5);
    assertThat(view.inFlight()).isEqualTo(1);
    assertThat(view.begun()).isEqualTo(1);
    assertThat(lane(acme, NOW.plusSeconds(300)).begun()).isZero();
    assertThat(lane(acme, NOW).queue().oldest()).as("nothing is due").isEmpty();
    assertThat(lane(zeta, NOW).queue().waiting()).isEqualTo(1);
    assertThat(lane(zeta, NOW).inFlight()).isZero();
  }

  private static Leg leg(Leg.Party party, String trunk, Optional<Instant> answered, Instant ended) {
    return new Leg(
        party,
        party + trunk,
        party == Leg.Party.AGENT ? "101" : "+491701234567",
        trunk,
        NOW,
        answered,
        Optional.of(ended),
        "cause 16 Normal Clearing");
  }

  /** Ten seconds after it is due both talk, for a minute and a half, by the second trunk. */
  private void talked(Instant requested) {
    Attempt attempt = begun(queued(acme, "+491701234567", requested, requested), requested);
    Instant bridged = requested.plusSeconds(10);
    Instant ended = bridged.plusSeconds(90);
    Attempt over =
        new Attempt(
            attempt.id(),
            attempt.callbackId(),
            acme,
            AttemptState.COMPLETED,
            "",
            epoch,
            "boot-1",
            List.of(
                leg(Leg.Party.AGENT, "", Optional.of(requested), ended),
                leg(Leg.Party.VISITOR, "trunk-1", Optional.empty(), bridged),
                leg(Leg.Party.VISITOR, "trunk-2", Optional.of(bridged), ended)),
            requested,
            Optional.of(bridged),
            Optional.of(ended));
    Progress progress = new Progress(over, CallbackState.ENDED, "");
    database.callbacks.advance(acme, List.of(progress), ended);
    // Stored once more, because the answer was lost, it costs nothing more.
    database.callbacks.advance(acme, List.of(progress), ended);
  }

  @Test
  void aReportTellsWhatCameOfRequestsByDayHourTrunkAndWidget() {
    database.rates.save(acme, CallbackRates.parse("+49 0.01\n+4917 0.08"));
    talked(NOW);
    talked(NOW.plus(Duration.ofDays(1)));
    queued(acme, "+4930123451", NOW, NOW.plus(Duration.ofDays(2)));
    queued(zeta, "+4930123453", NOW, NOW);

    assertThat(report(By.DAY))
        .hasSize(2)
        .first()
        .isEqualTo(
            new Line(
                NOW.toString().substring(0, 10),
                2,
                1,
                1,
                1,
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty(),
                Duration.ofSeconds(90),
                120_000,
                0));
    assertThat(report(By.HOUR))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.value()).isEqualTo(NOW.toString().substring(11, 13));
              assertThat(line.requests()).isEqualTo(3);
              assertThat(line.cost()).isEqualTo(240_000);
            });
    assertThat(report(By.TRUNK))
        .containsExactly(
            new Line(
                "trunk-1", 2, 2, 0, 0, Optional.empty(), Optional.empty(), Duration.ZERO, 0, 0),
            new Line(
                "trunk-2",
                2,
                2,
                2,
                2,
                Optional.of(Duration.ofSeconds(10)),
                // These legs begin at the same moment, a day before the second one is answered.
                Optional.of(Duration.ofSeconds(43_210)),
                Duration.ofSeconds(180),
                240_000,
                0));
    assertThat(report(By.WIDGET))
        .extracting(Line::value)
        .containsExactly(WidgetId.ofQueue(acme).toString());
    assertThat(database.guards.spend(acme, NOW).cents()).isEqualTo(12);
    assertThat(
            database.callbackStatistics.report(
                acme, By.DAY, NOW.minus(Duration.ofDays(3)), NOW.minus(Duration.ofDays(1))))
        .isEmpty();
  }

  private List<Line> report(By by) {
    return database.callbackStatistics.report(
        acme, by, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(3)));
  }

  @Test
  void ratesAreTheTenantsOwnAndReplacedAsAWhole() {
    database.rates.save(acme, CallbackRates.parse("+49 0.01\n+43 1"));
    database.rates.save(acme, CallbackRates.parse("+44 0.5"));

    assertThat(database.rates.find(acme).text()).isEqualTo("+44 0.5");
    assertThat(database.rates.find(zeta)).isEqualTo(CallbackRates.NONE);
  }
}
