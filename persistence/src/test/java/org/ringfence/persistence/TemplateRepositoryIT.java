package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMove.State;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.tenant.Tenant;

class TemplateRepositoryIT {
  private static final Instant NOW = TestDatabase.NOW;
  private static final TemplateId OLD = new TemplateId("0123456789ab");
  private static final TemplateId NEW = new TemplateId("fedcba987654".repeat(5));

  private TestDatabase database;
  private Tenant acme;
  private Tenant beta;
  private Tenant canary;

  @BeforeEach
  void threeTenantsWithTheOldVersion() throws Exception {
    database = TestDatabase.clean();
    acme = tenant("acme");
    beta = tenant("beta");
    canary = tenant("canary");
  }

  private Tenant tenant(String slug) {
    Tenant tenant = database.tenant(slug);
    new MachinePlan(
            TenantNetwork.parse("10.0.0.0/24"),
            database.machines,
            database.revisions,
            Clock.fixed(NOW, ZoneOffset.UTC))
        .request(tenant, "hoster");
    database.templates.assign(machine(tenant).id(), OLD);
    return tenant;
  }

  private VirtualMachine machine(Tenant tenant) {
    return database.machines.find(tenant.id()).orElseThrow();
  }

  private static TemplateVersion version(TemplateId id, Instant builtAt) {
    return new TemplateVersion(
        id, "1:22.10", "7.2", "forky", "Fri, 30 Oct", Optional.of(builtAt), "{\"a\": \"ä\"}");
  }

  private static final TemplateVersion OLD_VERSION = version(OLD, NOW);
  private static final TemplateVersion NEW_VERSION = version(NEW, NOW.plusSeconds(9));

  private TemplateMove newest(Tenant tenant) {
    return database.moves.list(tenant.id(), 5).get(0);
  }

  private TemplateMove underWay(Tenant tenant) {
    return machine(tenant).template().move().orElseThrow();
  }

  private Instant later(int seconds) {
    return NOW.plus(Duration.ofSeconds(seconds));
  }

  @Test
  void versionsStayKnownWhenTheHostHasLostThem() {
    database.templates.found(List.of(OLD_VERSION, NEW_VERSION), NEW, NOW);
    assertThat(database.templates.list())
        .containsExactly(
            new KnownTemplate(NEW_VERSION, true, true, NOW),
            new KnownTemplate(OLD_VERSION, true, false, NOW));
    database.templates.found(List.of(NEW_VERSION), NEW, later(60));
    assertThat(database.templates.find(OLD))
        .contains(new KnownTemplate(OLD_VERSION, false, false, NOW));
    assertThat(database.templates.find(NEW))
        .contains(new KnownTemplate(NEW_VERSION, true, true, NOW));
    assertThat(database.templates.tenants(OLD)).containsExactly(acme.id(), beta.id(), canary.id());
  }

  @Test
  void aVersionIsAssignedOnceOnly() {
    database.templates.assign(machine(acme).id(), NEW);
    assertThat(machine(acme).template().version()).contains(OLD);
  }

  @Test
  void aMoveKnowsItsWayBackFromTheMomentItBegins() {
    assertThat(database.moves.begin(acme.id(), NEW, "hoster", NOW)).isTrue();
    assertThat(database.moves.begin(acme.id(), NEW, "hoster", NOW)).as("a second one").isFalse();
    TemplateMove move = underWay(acme);
    assertThat(machine(acme).template().version()).contains(NEW);
    assertThat(move.from()).isEqualTo(OLD);
    assertThat(move.state()).isEqualTo(State.MOVING);
    assertThat(database.machines.claimDue("test", 9, Duration.ofMinutes(1), NOW))
        .extracting(row -> row.template().move())
        .contains(Optional.of(move));

    database.moves.turnBack(machine(acme).id(), move.id(), "It does not answer.", later(1));
    assertThat(machine(acme).template().version()).contains(OLD);
    database.moves.turnBack(machine(acme).id(), move.id(), "Nor does the former.", later(2));
    database.moves.end(machine(acme).id(), move.id(), State.RETURNED, later(3));
    assertThat(machine(acme).template().move()).isEmpty();
    assertThat(newest(acme).state()).isEqualTo(State.RETURNED);
    assertThat(newest(acme).reason()).isEqualTo("It does not answer.");
    assertThat(newest(acme).endedAt()).contains(later(3));
    assertThat(database.moves.list(beta.id(), 5)).isEmpty();
  }

  @Test
  void whatIsBeingDeletedDoesNotMove() {
    database.machines.desire(acme.id(), DesiredState.DELETED);
    assertThat(database.moves.begin(acme.id(), NEW, "hoster", NOW)).isFalse();
    assertThat(database.moves.queueAll(NEW, Optional.empty(), "hoster", NOW)).isEqualTo(2);
    database.machines.remove(machine(acme).id());
  }

  @Test
  void allMoveInTheirTurnTheChosenOneFirst() {
    database.moves.begin(beta.id(), NEW, "hoster", NOW);
    assertThat(database.moves.queueAll(NEW, Optional.of(canary.id()), "hoster", later(1)))
        .isEqualTo(2);
    assertThat(database.moves.beginNext(later(2))).isFalse();
    assertThat(database.moves.beginNext(later(2))).as("one is under way").isFalse();
    assertThat(machine(acme).template().move()).isEmpty();
    assertThat(database.moves.about(NEW, 10))
        .extracting(entry -> entry.tenantId(), entry -> entry.move().state())
        .containsExactly(
            tuple(beta.id(), State.MOVING),
            tuple(canary.id(), State.MOVING),
            tuple(acme.id(), State.WAITING));

    database.moves.end(machine(canary).id(), underWay(canary).id(), State.ARRIVED, later(3));
    database.moves.beginNext(later(4));
    assertThat(underWay(acme).from()).isEqualTo(OLD);
    assertThat(underWay(acme).begunAt()).contains(later(4));
  }

  @Test
  void oneThatGoesBackCallsOffThoseThatWait() {
    database.moves.queueAll(NEW, Optional.of(canary.id()), "hoster", NOW);
    database.moves.beginNext(later(1));
    TemplateMove first = underWay(canary);
    database.moves.turnBack(machine(canary).id(), first.id(), "It is mute.", later(2));
    database.moves.end(machine(canary).id(), first.id(), State.RETURNED, later(3));
    assertThat(newest(acme).state()).isEqualTo(State.CANCELLED);
    assertThat(newest(beta).state()).isEqualTo(State.CANCELLED);
    assertThat(database.moves.beginNext(later(4))).isFalse();
    assertThat(machine(acme).template().move()).isEmpty();
  }

  @Test
  void thoseThatWaitAreCalledOffAndWhatChangedMeanwhileDoesNotMove() {
    database.moves.queueAll(NEW, Optional.of(acme.id()), "hoster", NOW);
    database.machines.desire(acme.id(), DesiredState.DELETED);
    assertThat(database.moves.beginNext(later(1))).as("there is more to do").isTrue();
    assertThat(newest(acme).state()).isEqualTo(State.CANCELLED);
    assertThat(database.moves.cancel(NEW, "The hoster stopped it.", later(2))).isEqualTo(2);
    assertThat(newest(beta).reason()).isEqualTo("The hoster stopped it.");
  }
}
