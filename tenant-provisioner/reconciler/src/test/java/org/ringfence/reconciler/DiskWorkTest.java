package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.domain.machine.VmStage.FAILED;
import static org.ringfence.domain.machine.VmStage.RUNNING;
import static org.ringfence.domain.machine.VmStage.STOPPED;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.machine.DataDisk.Origin;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.simulator.Fault;
import org.ringfence.hypervisor.simulator.Operation;

class DiskWorkTest {
  private static Snapshot wanted(Fleet fleet, Tenant tenant, String label) {
    Snapshot snapshot =
        new Snapshot(
            SnapshotId.random(),
            new DisplayName(label),
            Snapshot.State.WANTED,
            "",
            fleet.clock.instant());
    fleet.snapshots.add(tenant.id(), snapshot);
    return snapshot;
  }

  private static Snapshot stored(Fleet fleet, Tenant tenant, Snapshot snapshot) {
    return fleet.snapshots.find(tenant.id(), snapshot.id()).orElseThrow();
  }

  /** A platform with a VM that runs, one snapshot of it, and something written since. */
  private static final class Scene {
    final Fleet fleet = new Fleet();
    final Tenant acme = fleet.tenant("acme");
    final Snapshot monday;
    final VirtualMachine before;

    Scene() {
      fleet.run(Duration.ofSeconds(20));
      fleet.host.write(fleet.name(acme), "monday");
      monday = wanted(fleet, acme, "monday");
      fleet.run(Duration.ofSeconds(2));
      fleet.host.write(fleet.name(acme), "today");
      before = fleet.machine(acme);
    }

    void assertPutBack() {
      assertThat(fleet.host.written(fleet.name(acme))).isEqualTo("monday");
      VirtualMachine after = fleet.machine(acme);
      assertThat(after.stage()).isEqualTo(RUNNING);
      assertThat(after.disk().origin()).isEqualTo(Origin.QUARANTINED);
      assertThat(after.disk().rollBackTo()).isEmpty();
      assertThat(after.guestSecret()).isNotEqualTo(before.guestSecret());
      assertThat(after.amiSecret()).isNotEqualTo(before.amiSecret());
      String identity = fleet.host.identity(fleet.name(acme)).orElseThrow().text();
      assertThat(identity)
          .contains("\nconfiguration=discard\n", "\nsecret=" + after.guestSecret().reveal());
      assertThat(fleet.revisions.newest(acme.id()).orElseThrow().summary())
          .isEqualTo("Data put back to the snapshot monday");
    }
  }

  @Test
  void aSnapshotIsTakenOfAVmThatGoesOnRunning() {
    Scene scene = new Scene();
    assertThat(stored(scene.fleet, scene.acme, scene.monday).state())
        .isEqualTo(Snapshot.State.READY);
    assertThat(scene.fleet.host.calls(Operation.START)).isEqualTo(1);
    assertThat(scene.before.disk().snapshotsDue()).isFalse();
  }

  @Test
  void aVmThatIsPutBackHasNewSecretsAndIsInQuarantine() {
    Scene scene = new Scene();
    scene.fleet.snapshots.askRollBack(scene.acme.id(), scene.monday.id());
    scene.fleet.run(Duration.ofSeconds(30));
    scene.assertPutBack();
  }

  @Test
  void onlyTheFirstStartAfterwardsDropsTheConfigurationOnTheDisk() {
    Scene scene = new Scene();
    Fleet fleet = scene.fleet;
    fleet.snapshots.askRollBack(scene.acme.id(), scene.monday.id());
    fleet.run(Duration.ofSeconds(30));
    fleet.machines.askRestart(scene.acme.id(), fleet.clock.instant());
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.host.identity(fleet.name(scene.acme)).orElseThrow().text())
        .doesNotContain("configuration=discard");
    assertThat(fleet.machine(scene.acme).disk().origin()).isEqualTo(Origin.QUARANTINED);
  }

  @Test
  void aVmThatIsOffIsPutBackAndStaysOff() {
    Scene scene = new Scene();
    Fleet fleet = scene.fleet;
    fleet.machines.desire(scene.acme.id(), DesiredState.STOPPED);
    fleet.snapshots.askRollBack(scene.acme.id(), scene.monday.id());
    fleet.run(Duration.ofSeconds(30));
    assertThat(fleet.host.written(fleet.name(scene.acme))).isEqualTo("monday");
    assertThat(fleet.machine(scene.acme).stage()).isEqualTo(STOPPED);
    fleet.machines.desire(scene.acme.id(), DesiredState.RUNNING);
    fleet.run(Duration.ofSeconds(30));
    scene.assertPutBack();
  }

  @Test
  void aSnapshotThatCannotBeTakenSaysWhyAndHarmsNothing() {
    Scene scene = new Scene();
    Fleet fleet = scene.fleet;
    fleet.host.failNext(
        Operation.TAKE_SNAPSHOT, Fault.before(Category.RESOURCES, "No space left on device"));
    Snapshot failed = wanted(fleet, scene.acme, "full");
    fleet.run(Duration.ofSeconds(5));
    assertThat(stored(fleet, scene.acme, failed).state()).isEqualTo(Snapshot.State.FAILED);
    assertThat(stored(fleet, scene.acme, failed).reason()).contains("No space left");
    assertThat(fleet.machine(scene.acme).stage()).isEqualTo(RUNNING);
  }

  @Test
  void aDiskThatCannotBePutBackLeavesTheVmAsItWasAndSaysWhy() {
    Scene scene = new Scene();
    Fleet fleet = scene.fleet;
    fleet.host.failNext(
        Operation.ROLL_BACK, Fault.before(Category.RESOURCES, "No space left on device"));
    fleet.snapshots.askRollBack(scene.acme.id(), scene.monday.id());
    fleet.pass();
    assertThat(fleet.machine(scene.acme).stage()).isEqualTo(FAILED);
    assertThat(fleet.machine(scene.acme).reason()).contains("No space left");
    fleet.run(Duration.ofMinutes(2));
    assertThat(fleet.host.written(fleet.name(scene.acme))).isEqualTo("today");
    assertThat(fleet.machine(scene.acme).stage()).isEqualTo(RUNNING);
    assertThat(fleet.machine(scene.acme).disk().origin()).isEqualTo(Origin.OWN);
  }

  @Test
  void aDeletedSnapshotIsGoneFromTheHostToo() {
    Scene scene = new Scene();
    Fleet fleet = scene.fleet;
    fleet.snapshots.discard(scene.acme.id(), scene.monday.id());
    fleet.run(Duration.ofSeconds(2));
    assertThat(fleet.snapshots.list(scene.acme.id())).isEmpty();
    assertThat(((Snapshots) fleet.driver()).snapshots(fleet.name(scene.acme))).isEmpty();
  }
}
