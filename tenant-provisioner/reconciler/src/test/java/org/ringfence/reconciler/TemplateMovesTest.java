package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.domain.machine.VmStage.BOOTING;
import static org.ringfence.domain.machine.VmStage.FAILED;
import static org.ringfence.domain.machine.VmStage.RUNNING;
import static org.ringfence.domain.machine.VmStage.STOPPED;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMove.State;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.simulator.Fault;
import org.ringfence.hypervisor.simulator.Operation;

class TemplateMovesTest {
  private final Fleet fleet = new Fleet();

  private Tenant running(String slug) {
    Tenant tenant = fleet.tenant(slug);
    fleet.run(Duration.ofSeconds(20));
    assertThat(fleet.machine(tenant).stage()).isEqualTo(RUNNING);
    fleet.host.write(fleet.name(tenant), slug + "'s voicemail");
    return tenant;
  }

  private void move(Tenant tenant, TemplateId to) {
    assertThat(fleet.templates.begin(tenant.id(), to, "hoster", fleet.clock.instant())).isTrue();
  }

  private TemplateMove newest(Tenant tenant) {
    return fleet.templates.list(tenant.id(), 10).get(0);
  }

  private void assertRuns(Tenant tenant, TemplateId version) {
    assertThat(fleet.machine(tenant).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machine(tenant).template().version()).contains(version);
    assertThat(fleet.machine(tenant).template().move()).isEmpty();
    assertThat(fleet.runs(fleet.name(tenant))).contains(version);
    assertThat(fleet.host.written(fleet.name(tenant))).isEqualTo(tenant.slug() + "'s voicemail");
  }

  private List<String> reasons(Tenant tenant) {
    return fleet.machines.history(tenant.id(), 100).stream().map(StageChange::reason).toList();
  }

  @Test
  void aVmMovesToAnotherVersionAndBackAndKeepsItsData() {
    Tenant acme = running("acme");
    assertRuns(acme, Fleet.OLD);

    move(acme, Fleet.NEW);
    assertThat(newest(acme).from()).isEqualTo(Fleet.OLD);
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.NEW);
    assertThat(newest(acme).state()).isEqualTo(State.ARRIVED);
    assertThat(reasons(acme))
        .contains("It moves from the template version 0123456789ab to fedcba987654.");

    move(acme, Fleet.OLD);
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.OLD);
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(1);
    assertThat(fleet.host.calls(Operation.STOP)).isEqualTo(2);
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(3);
  }

  @Test
  void aVmStaysWithItsVersionWhenAnotherBecomesTheOneForNewTenants() {
    Tenant acme = running("acme");
    fleet.settings = Fleet.settings(Fleet.NEW.value());
    fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
    fleet.machines.askRestart(acme.id(), fleet.clock.instant());
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.OLD);
    Tenant later = running("later");
    assertRuns(later, Fleet.NEW);
  }

  @Test
  void aVmThatDoesNotComeUpWithTheNewVersionHasTheFormerOneAgain() {
    Tenant acme = running("acme");
    fleet.muteVersions.add(Fleet.NEW);
    move(acme, Fleet.NEW);
    fleet.run(Duration.ofMinutes(5));
    assertRuns(acme, Fleet.OLD);
    assertThat(newest(acme).state()).isEqualTo(State.RETURNED);
    assertThat(newest(acme).reason())
        .startsWith("The guest has not asked for its configuration within 4 minutes.");
    assertThat(fleet.stages(acme)).contains(FAILED);
    assertThat(reasons(acme)).contains("It goes back to the template version 0123456789ab.");
  }

  @Test
  void aVersionThatTheHostHasLostStopsNoVmForGood() {
    Tenant acme = running("acme");
    fleet.host.failNext(
        Operation.RECONFIGURE, Fault.before(Category.EXTERNAL, "there is no template"));
    move(acme, Fleet.NEW);
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.OLD);
    assertThat(newest(acme).reason()).contains("there is no template");
  }

  @Test
  void aVmThatComesUpWithNeitherIsTriedAgainLikeAnyOther() {
    Tenant acme = running("acme");
    fleet.mute.add(fleet.name(acme));
    move(acme, Fleet.NEW);
    fleet.run(Duration.ofMinutes(20));
    assertThat(newest(acme).state()).isEqualTo(State.RETURNED);
    assertThat(fleet.machine(acme).template().move()).isEmpty();
    fleet.mute.clear();
    fleet.run(Duration.ofMinutes(10));
    assertRuns(acme, Fleet.OLD);
  }

  @Test
  void aVmThatFailedWithItsVersionMovesWithoutWaitingForItsNextTry() {
    Tenant acme = running("acme");
    fleet.muteVersions.add(Fleet.OLD);
    fleet.host.crash(fleet.name(acme));
    fleet.run(Duration.ofMinutes(30));
    assertThat(fleet.machine(acme).stage()).isIn(FAILED, BOOTING);
    move(acme, Fleet.NEW);
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.NEW);
  }

  @Test
  void aVmThatIsOffHasTheVersionAndStaysOff() {
    Tenant acme = running("acme");
    fleet.machines.desire(acme.id(), DesiredState.STOPPED);
    fleet.run(Duration.ofSeconds(5));
    move(acme, Fleet.NEW);
    fleet.run(Duration.ofSeconds(5));
    assertThat(newest(acme).state()).isEqualTo(State.ARRIVED);
    assertThat(fleet.machine(acme).stage()).isEqualTo(STOPPED);
    fleet.machines.desire(acme.id(), DesiredState.RUNNING);
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.NEW);
  }

  @Test
  void aRebuiltVmIsStartedOnceAnewForgetsItsConfigurationAndKeepsItsData() {
    Tenant acme = running("acme");
    move(acme, Fleet.OLD);
    fleet.run(Duration.ofSeconds(30));
    assertRuns(acme, Fleet.OLD);
    assertThat(fleet.host.identity(fleet.name(acme)).orElseThrow().text())
        .contains("\nconfiguration=discard\n");
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(2);
    fleet.machines.askRestart(acme.id(), fleet.clock.instant());
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.host.identity(fleet.name(acme)).orElseThrow().text())
        .doesNotContain("configuration=discard");
  }

  private void queueAll(Tenant first) {
    fleet.templates.queueAll(Fleet.NEW, Optional.of(first.id()), "hoster", fleet.clock.instant());
  }

  private long moving() {
    return fleet.machines.list().stream().filter(row -> row.template().move().isPresent()).count();
  }

  @Test
  void allMoveOneAfterAnotherAndTheChosenOneFirst() {
    Tenant acme = running("acme");
    Tenant beta = running("beta");
    Tenant canary = running("canary");
    queueAll(canary);
    for (int second = 0; second < 120; second++) {
      fleet.templates.beginNext(fleet.clock.instant());
      fleet.templates.beginNext(fleet.clock.instant());
      assertThat(moving()).isLessThanOrEqualTo(1);
      fleet.run(Duration.ofSeconds(1));
    }
    assertThat(List.of(acme, beta, canary)).allSatisfy(each -> assertRuns(each, Fleet.NEW));
    assertThat(newest(canary).endedAt().orElseThrow())
        .isBeforeOrEqualTo(newest(acme).begunAt().orElseThrow());
    assertThat(newest(acme).endedAt().orElseThrow())
        .isBeforeOrEqualTo(newest(beta).begunAt().orElseThrow());
  }

  @Test
  void theFirstThatDoesNotComeUpEndsTheMoveOfAll() {
    Tenant acme = running("acme");
    Tenant canary = running("canary");
    fleet.muteVersions.add(Fleet.NEW);
    queueAll(canary);
    for (int second = 0; second < 400; second++) {
      fleet.templates.beginNext(fleet.clock.instant());
      fleet.run(Duration.ofSeconds(1));
    }
    assertRuns(canary, Fleet.OLD);
    assertRuns(acme, Fleet.OLD);
    assertThat(newest(canary).state()).isEqualTo(State.RETURNED);
    assertThat(newest(acme).state()).isEqualTo(State.CANCELLED);
  }
}
