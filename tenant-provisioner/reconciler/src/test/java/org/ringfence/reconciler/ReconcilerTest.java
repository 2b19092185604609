package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.domain.machine.VmStage.BOOTING;
import static org.ringfence.domain.machine.VmStage.CONFIGURING;
import static org.ringfence.domain.machine.VmStage.CREATING;
import static org.ringfence.domain.machine.VmStage.FAILED;
import static org.ringfence.domain.machine.VmStage.RUNNING;
import static org.ringfence.domain.machine.VmStage.STOPPED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.simulator.Fault;
import org.ringfence.hypervisor.simulator.Operation;

class ReconcilerTest {
  private final Fleet fleet = new Fleet();

  @Test
  void aNewVmGoesThroughItsStagesUntilAsteriskAnswers() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    assertThat(fleet.stages(acme)).containsExactly(CREATING, BOOTING, CONFIGURING, RUNNING);
    assertThat(fleet.machine(acme).reason()).isEmpty();
  }

  @Test
  void theGuestLearnsWhoItIsAndWhereItsCentreIs() {
    Tenant acme = fleet.tenant("acme");
    fleet.pass();
    VirtualMachine machine = fleet.machine(acme);
    String identity = fleet.host.identity(fleet.name(acme)).orElseThrow().text();
    assertThat(identity)
        .startsWith("ringfence-identity 1\nvm_id=" + machine.id() + "\n")
        .contains(
            "\ntenant=acme\n",
            "\nhostname=rf-acme\n",
            "\naddress=10.213.180.10/24\n",
            "\ngateway=10.213.180.1\n",
            "\nportal_url=https://10.213.180.1:18001\n",
            "\nportal_pin=sha256//",
            "\nsecret=" + machine.guestSecret().reveal() + "\n",
            "\nclock=" + Instant.parse("2026-11-22T10:00:00Z").getEpochSecond() + "\n")
        .containsPattern("\nentropy=[0-9a-f]{64}\nend\n$");
  }

  @Test
  void aGuestThatBringsItsConfigurationAlongRunsBeforeItIsHeard() {
    fleet.first = new GuestAnswer.Bundle(7, "0".repeat(64), new byte[] {1, 2, 3});
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(3));
    assertThat(fleet.stages(acme)).containsExactly(CREATING, BOOTING, RUNNING);
    assertThat(fleet.host.identity(fleet.name(acme)).orElseThrow().text())
        .contains("\nbundle_revision=7\n");
    // Its disk has the configuration now, and perhaps a newer one.
    fleet.host.crash(fleet.name(acme));
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(2);
    assertThat(fleet.host.identity(fleet.name(acme)).orElseThrow().text()).doesNotContain("bundle");
  }

  @Test
  void aVmThatAnsweredKeepsItsDiskAlthoughItNeverReported() {
    fleet.first = new GuestAnswer.Bundle(7, "0".repeat(64), new byte[] {1, 2, 3});
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(3));
    fleet.mute.add(fleet.name(acme));
    fleet.host.wedge(fleet.name(acme), "internal-error");
    fleet.run(Duration.ofMinutes(10));
    fleet.mute.clear();
    fleet.run(Duration.ofMinutes(10));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.DELETE)).isZero();
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(1);
  }

  @Test
  void aSecondPassOverASettledVmDoesNothing() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(30));
    VirtualMachine before = fleet.machine(acme);
    int starts = fleet.host.calls(Operation.START);
    int inspections = fleet.host.calls(Operation.INSPECT);
    fleet.clock.pass(Duration.ofMinutes(1));
    for (VirtualMachine machine : fleet.machines.list()) {
      Instant next = fleet.reconciler.reconcile(machine);
      assertThat(next).isEqualTo(fleet.clock.instant().plusSeconds(10));
    }
    assertThat(fleet.machine(acme)).isEqualTo(before);
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(starts);
    // The probe of this fleet looks once; the reconciler itself asks the driver nothing.
    assertThat(fleet.host.calls(Operation.INSPECT)).isEqualTo(inspections + 1);
  }

  @Test
  void aGuestThatIsNeverHeardBecomesAReasonAndIsTriedAgain() {
    Tenant acme = fleet.tenant("acme");
    fleet.pass();
    fleet.mute.add(fleet.name(acme));
    fleet.host.print(fleet.name(acme), "ringfence: failed: no data disk\r\nreboot: Power down\n");
    fleet.run(Duration.ofMinutes(4).plusSeconds(2));
    assertThat(fleet.machines.history(acme.id(), 10))
        .anySatisfy(
            change -> {
              assertThat(change.stage()).isEqualTo(FAILED);
              assertThat(change.reason())
                  .startsWith("The guest has not asked for its configuration within 4 minutes.")
                  .contains("failed: no data disk");
            });
    fleet.run(Duration.ofSeconds(2));
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(2);
    fleet.mute.clear();
    fleet.run(Duration.ofSeconds(20));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machine(acme).failures()).isZero();
  }

  @Test
  void aVmThatKeepsFailingIsTriedEverMoreRarelyButAlways() {
    Tenant acme = fleet.tenant("acme");
    for (int i = 0; i < 200; i++) {
      fleet.host.failNext(
          Operation.START, Fault.before(Category.RESOURCES, "the host has no memory left"));
    }
    fleet.run(Duration.ofHours(1));
    assertThat(fleet.machine(acme).stage()).isEqualTo(FAILED);
    assertThat(fleet.machine(acme).reason())
        .startsWith("There is no room for it now: VM rf-acme:")
        .contains("the host has no memory left");
    // 0, 10, 20, 40, 80, 160 s, then every five minutes.
    assertThat(fleet.host.calls(Operation.START)).isBetween(15, 18);
  }

  @Test
  void anAsteriskThatDoesNotAnswerThreeTimesIsRestartedWithAReason() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.deaf.add(fleet.name(acme));
    fleet.run(Duration.ofSeconds(19));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    fleet.run(Duration.ofSeconds(25));
    assertThat(fleet.machines.history(acme.id(), 100))
        .anySatisfy(
            change -> {
              assertThat(change.stage()).isEqualTo(FAILED);
              assertThat(change.reason()).contains("not answered SIP 3 times");
            });
    assertThat(fleet.host.calls(Operation.STOP)).isEqualTo(1);
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(2);
    assertThat(fleet.trunks.forgotten).isEqualTo(1);
    fleet.deaf.clear();
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void oneLostAnswerIsNoNews() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    List<?> before = fleet.stages(acme);
    fleet.deaf.add(fleet.name(acme));
    fleet.run(Duration.ofSeconds(12));
    fleet.deaf.clear();
    fleet.run(Duration.ofMinutes(2));
    assertThat(fleet.stages(acme)).isEqualTo(before);
  }

  @Test
  void anAsteriskThatDiesAgainAndAgainIsNotRestartedInALoop() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    for (int i = 0; i < 30; i++) {
      if (fleet.driver().inspect(fleet.name(acme)).orElseThrow() instanceof VmStatus.Running) {
        fleet.host.crash(fleet.name(acme));
      }
      fleet.run(Duration.ofSeconds(60));
    }
    assertThat(fleet.host.calls(Operation.START)).isLessThan(14);
    assertThat(fleet.machines.history(acme.id(), 100))
        .anySatisfy(change -> assertThat(change.reason()).contains("stopped again shortly after"));
  }

  @Test
  void vmsThatRunAreAdoptedAfterARestartOfRingfence() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
    fleet.machines.forgetClaims(fleet.clock.instant());
    fleet.run(Duration.ofMinutes(1));
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(1);
    assertThat(fleet.stages(acme)).containsExactly(CREATING, BOOTING, CONFIGURING, RUNNING);
  }

  @Test
  void aVmThatBootedWhileRingfenceWasAwayIsGivenTime() {
    Tenant acme = fleet.tenant("acme");
    fleet.pass();
    fleet.clock.pass(Duration.ofMinutes(30));
    fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
    fleet.machines.forgetClaims(fleet.clock.instant());
    fleet.run(Duration.ofSeconds(5));
    assertThat(fleet.stages(acme)).doesNotContain(FAILED);
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void vmsThatShouldRunAreStartedAfterTheHostWasOffAndKeepTheirData() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.host.crash(fleet.name(acme));
    fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
    fleet.machines.forgetClaims(fleet.clock.instant());
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.stages(acme)).doesNotContain(FAILED);
    assertThat(fleet.host.calls(Operation.DELETE)).isZero();
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(1);
  }

  @Test
  void onlySoManyStartAtOnceAndTheOthersWaitForTheirTurn() {
    List<Tenant> tenants =
        IntStream.rangeClosed(1, 2 * Fleet.STARTS_AT_ONCE + 1)
            .mapToObj(number -> fleet.tenant("acme-" + number))
            .toList();
    fleet.pass();
    assertThat(tenants.stream().filter(fleet::isUp)).hasSize(Fleet.STARTS_AT_ONCE);
    assertThat(tenants.stream().map(each -> fleet.machine(each).reason()))
        .contains("It waits until others have started.");
    fleet.run(Duration.ofSeconds(60));
    assertThat(tenants).allMatch(each -> fleet.machine(each).stage() == RUNNING);
    assertThat(tenants).allMatch(each -> fleet.machine(each).reason().isEmpty());
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(tenants.size());
  }

  @Test
  void whatDoesNotStartKeepsNobodyWaitingForever() {
    List<Tenant> stuck =
        IntStream.rangeClosed(1, Fleet.STARTS_AT_ONCE)
            .mapToObj(number -> fleet.tenant("stuck-" + number))
            .toList();
    stuck.forEach(each -> fleet.mute.add(fleet.name(each)));
    fleet.pass();
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    assertThat(fleet.isUp(acme)).isFalse();
    fleet.run(Duration.ofMinutes(5));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void aHostThatComesBackStartsItsVmsInTurns() {
    List<Tenant> tenants =
        IntStream.rangeClosed(1, 2 * Fleet.STARTS_AT_ONCE)
            .mapToObj(number -> fleet.tenant("acme-" + number))
            .toList();
    fleet.run(Duration.ofSeconds(60));
    tenants.forEach(each -> fleet.host.crash(fleet.name(each)));
    fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
    fleet.machines.forgetClaims(fleet.clock.instant());
    fleet.pass();
    assertThat(tenants.stream().filter(fleet::isUp)).hasSize(Fleet.STARTS_AT_ONCE);
    fleet.run(Duration.ofSeconds(60));
    assertThat(tenants).allMatch(each -> fleet.machine(each).stage() == RUNNING);
    assertThat(fleet.host.calls(Operation.DELETE)).isZero();
  }

  @Test
  void aVmThatSwitchesItselfOffWhileItStartsSaysItsLastWords() {
    Tenant acme = fleet.tenant("acme");
    fleet.pass();
    fleet.host.print(fleet.name(acme), "ringfence: failed: the data disk cannot be repaired\n");
    fleet.host.crash(fleet.name(acme));
    fleet.clock.pass(Duration.ofSeconds(1));
    fleet.pass();
    assertThat(fleet.machine(acme).stage()).isEqualTo(FAILED);
    assertThat(fleet.machine(acme).reason())
        .contains("switched itself off")
        .contains("the data disk cannot be repaired");
  }

  @Test
  void aHaltedVmIsRestarted() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.host.wedge(fleet.name(acme), "internal-error");
    fleet.run(Duration.ofSeconds(60));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machines.history(acme.id(), 100))
        .anySatisfy(change -> assertThat(change.reason()).contains("internal-error"));
  }

  @Test
  void anotherPlanGivesTheVmItsSizeWithTheNextStart() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    Plan office = new Plan(PlanId.random(), new DisplayName("Office"), 2, 512, 2048, 10, 20);
    fleet.machines.plans.put(office.id(), office);
    fleet.machines.choosePlan(acme.id(), Optional.of(office.id()));
    fleet.machines.askRestart(acme.id(), fleet.clock.instant());
    fleet.run(Duration.ofSeconds(40));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    // A VM of this size is there: the driver refuses any other.
    fleet.driver().create(Fleet.SETTINGS.specOf(fleet.machine(acme)));
    assertThat(Fleet.SETTINGS.specOf(fleet.machine(acme)).memoryMib()).isEqualTo(512);
  }

  @Test
  void aMemoryStateIsMadeForEverySizeOnce() {
    Plan office = new Plan(PlanId.random(), new DisplayName("Office"), 2, 512, 2048, 10, 20);
    Plan sameSize = new Plan(PlanId.random(), new DisplayName("Office Plus"), 2, 512, 2048, 30, 90);
    assertThat(Fleet.SETTINGS.shapes(List.of(office, sameSize)))
        .extracting(VmSpec::memoryMib)
        .containsExactly(256, 512);
  }

  @Test
  void aHalfMadeVmIsMadeAnew() {
    Tenant acme = fleet.tenant("acme");
    fleet.host.interruptCreation(Fleet.SETTINGS.specOf(fleet.machine(acme)));
    fleet.run(Duration.ofSeconds(20));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void aVmThatVanishedIsMadeAnewAndSaysSo() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.driver().delete(fleet.name(acme));
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machines.history(acme.id(), 100))
        .anySatisfy(change -> assertThat(change.reason()).contains("without its former data"));
  }

  @Test
  void aVmThatShallStopStopsAndStartsAgainWithItsData() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.machines.desire(acme.id(), DesiredState.STOPPED);
    fleet.run(Duration.ofSeconds(5));
    assertThat(fleet.machine(acme).stage()).isEqualTo(STOPPED);
    assertThat(fleet.host.guestPoweredOff(fleet.name(acme))).isTrue();
    fleet.machines.desire(acme.id(), DesiredState.RUNNING);
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(1);
  }

  @Test
  void aVmThatShallBeDeletedIsGoneFromHostAndRows() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.machines.desire(acme.id(), DesiredState.DELETED);
    fleet.run(Duration.ofSeconds(5));
    assertThat(fleet.machines.list()).isEmpty();
    assertThat(fleet.driver().list()).isEmpty();
  }

  @Test
  void aRestartThatIsAskedForReplacesTheRunOnceAndKeepsTheData() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.machines.askRestart(acme.id(), fleet.clock.instant());
    fleet.run(Duration.ofMinutes(1));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machine(acme).restartAsked()).isEmpty();
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(2);
    assertThat(fleet.host.calls(Operation.STOP)).isEqualTo(1);
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(1);
    assertThat(fleet.machines.history(acme.id(), 100))
        .anySatisfy(change -> assertThat(change.reason()).contains("somebody asked for it"));
  }

  @Test
  void aRestartThatIsAskedForWaitsForNoBackOffAndARefusedOneDoes() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    for (int i = 0; i < 200; i++) {
      fleet.host.failNext(
          Operation.START, Fault.before(Category.RESOURCES, "the host has no memory left"));
    }
    fleet.machines.askRestart(acme.id(), fleet.clock.instant());
    fleet.run(Duration.ofHours(1));
    int refused = fleet.host.calls(Operation.START);
    assertThat(refused).isLessThan(20);
    fleet.machines.askRestart(acme.id(), fleet.clock.instant());
    fleet.pass();
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(refused + 1);
  }

  @Test
  void aSuspendedVmRunsOn() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.machines.desire(acme.id(), DesiredState.SUSPENDED);
    fleet.run(Duration.ofMinutes(5));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.STOP)).isZero();
    fleet.host.crash(fleet.name(acme));
    fleet.run(Duration.ofMinutes(1));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void aDeletionKeepsTheDataUntilItsGraceIsOver() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.machines.desireDeletion(acme.id(), fleet.clock.instant().plus(Duration.ofHours(1)));
    fleet.run(Duration.ofMinutes(59));
    assertThat(fleet.machine(acme).stage()).isEqualTo(STOPPED);
    assertThat(fleet.driver().list()).hasSize(1);
    fleet.run(Duration.ofMinutes(2));
    assertThat(fleet.machines.list()).isEmpty();
    assertThat(fleet.driver().list()).isEmpty();
  }

  @Test
  void aDeletionThatIsTakenBackInTimeGivesTheVmBackWithItsData() {
    Tenant acme = fleet.tenant("acme");
    fleet.run(Duration.ofSeconds(20));
    fleet.machines.desireDeletion(acme.id(), fleet.clock.instant().plus(Duration.ofHours(1)));
    fleet.run(Duration.ofMinutes(5));
    fleet.machines.desire(acme.id(), DesiredState.RUNNING);
    fleet.run(Duration.ofHours(2));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.host.calls(Operation.CREATE)).isEqualTo(1);
    assertThat(fleet.host.calls(Operation.DELETE)).isZero();
  }

  @Test
  void aFirstConfigurationThatIsRefusedIsAReasonAndNoRestart() {
    Tenant acme = fleet.tenant("acme");
    fleet.pass();
    fleet.deaf.add(fleet.name(acme));
    fleet.revisions.failed(acme.id(), 1, "Asterisk has no endpoint 101", fleet.clock.instant());
    fleet.run(Duration.ofMinutes(20));
    assertThat(fleet.machine(acme).stage()).isEqualTo(CONFIGURING);
    assertThat(fleet.machine(acme).reason()).contains("Asterisk has no endpoint 101");
    assertThat(fleet.host.calls(Operation.START)).isEqualTo(1);
  }

  @Test
  void anAnswerThatGotLostDoesNotMakeASecondVmNorASecondStart() {
    Tenant acme = fleet.tenant("acme");
    fleet.host.failNext(Operation.CREATE, Fault.after(Category.EXTERNAL, "answer lost"));
    fleet.host.failNext(Operation.START, Fault.after(Category.EXTERNAL, "answer lost"));
    fleet.run(Duration.ofMinutes(1));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.driver().list()).hasSize(1);
    assertThat(fleet.host.calls(Operation.STOP)).isZero();
    assertThat(fleet.host.calls(Operation.KILL)).isZero();
  }

  @Test
  void aMissingTemplateIsAReasonAndHealsWhenItComesBack() {
    Tenant acme = fleet.tenant("acme");
    fleet.host.failNext(
        Operation.CREATE, Fault.before(Category.EXTERNAL, "there is no template 0123456789ab"));
    fleet.pass();
    assertThat(fleet.machine(acme).reason())
        .startsWith("The host refused:")
        .contains("there is no template");
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
  }
}
