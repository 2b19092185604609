package org.ringfence.reconciler;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.ringfence.domain.machine.VmStage.RUNNING;
import static org.ringfence.domain.machine.VmStage.STOPPED;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.machine.DataDisk.Origin;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove.State;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;

/**
 * The provisioner dies before and after every change that it makes to a row or on the host, and in
 * the middle of those that the host does in parts: once at each, with a platform of its own. The
 * next one brings about what was wished for, leaves nothing that no row knows, and then has nothing
 * to do.
 */
class KilledAnywhereTest {
  enum Wish {
    CREATE,
    RESTART,
    REBUILD,
    MOVE,
    MOVE_THAT_GOES_BACK,
    SNAPSHOT,
    ROLL_BACK,
    STOP,
    DELETE,
    FILL_POOL,
    MAKE_POOL_ANEW,
    EMPTY_POOL,
    CLAIM
  }

  /** A platform with a tenant whose VM is asked for. */
  private static final class Scene {
    final Fleet fleet = new Fleet();
    final Tenant acme = fleet.tenant("acme");

    /** What the first in the pool was called. */
    private String first = "";

    /** The VM runs, has something on its disk, and a snapshot of that. */
    void live() {
      fleet.run(Duration.ofSeconds(20));
      fleet.host.write(name(), "monday");
      takeSnapshot("monday");
      fleet.run(Duration.ofSeconds(2));
      assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
    }

    VmName name() {
      return fleet.name(acme);
    }

    void takeSnapshot(String label) {
      fleet.snapshots.add(
          acme.id(),
          new Snapshot(
              SnapshotId.random(),
              new DisplayName(label),
              Snapshot.State.WANTED,
              "",
              fleet.clock.instant()));
    }

    Snapshot monday() {
      return fleet.snapshots.list(acme.id()).get(0);
    }

    void move(TemplateId to) {
      assertThat(fleet.templates.begin(acme.id(), to, "hoster", fleet.clock.instant())).isTrue();
    }

    void express(Wish wish) {
      if (wish != Wish.CREATE) {
        live();
      }
      switch (wish) {
        case CREATE -> {}
        case RESTART -> fleet.machines.askRestart(acme.id(), fleet.clock.instant());
        case REBUILD -> move(Fleet.OLD);
        case MOVE -> move(Fleet.NEW);
        case MOVE_THAT_GOES_BACK -> {
          fleet.muteVersions.add(Fleet.NEW);
          move(Fleet.NEW);
        }
        case SNAPSHOT -> {
          fleet.snapshots.discard(acme.id(), monday().id());
          takeSnapshot("tuesday");
        }
        case ROLL_BACK -> {
          fleet.host.write(name(), "today");
          fleet.snapshots.askRollBack(acme.id(), monday().id());
        }
        case STOP -> fleet.machines.desire(acme.id(), DesiredState.STOPPED);
        case DELETE ->
            fleet.machines.desireDeletion(
                acme.id(), fleet.clock.instant().plus(Duration.ofSeconds(20)));
        case FILL_POOL -> fleet.keepPool(2);
        case MAKE_POOL_ANEW -> {
          fillPool(2);
          fleet.settings = Fleet.settings(Fleet.NEW.value());
          fleet.keepPool(2);
        }
        case EMPTY_POOL -> {
          fillPool(2);
          fleet.keepPool(0);
        }
        case CLAIM -> {
          fillPool(1);
          first = fleet.pool.list().get(0).name();
          fleet.tenant("beta");
        }
      }
    }

    private void fillPool(int waiting) {
      fleet.keepPool(waiting);
      fleet.run(Duration.ofSeconds(2));
      assertWait(waiting, Fleet.OLD);
    }

    private void assertWait(int number, TemplateId version) {
      assertThat(fleet.pool.list())
          .hasSize(number)
          .allSatisfy(row -> assertThat(row.stage()).isEqualTo(PooledStage.WAITING))
          .allSatisfy(
              row ->
                  assertThat(fleet.driver().inspect(VmName.of(row.name())))
                      .contains(
                          new VmStatus.Waiting(
                              VmName.of(row.name()), TemplateDigest.of(version.value()))));
    }

    void assertCameTrue(Wish wish) {
      switch (wish) {
        case CREATE -> assertRuns(Fleet.OLD, "");
        case RESTART -> {
          assertRuns(Fleet.OLD, "monday");
          assertThat(fleet.machine(acme).restartAsked()).isEmpty();
        }
        case REBUILD -> {
          assertRuns(Fleet.OLD, "monday");
          assertMoved(State.ARRIVED);
          assertThat(identity()).contains("\nconfiguration=discard\n");
        }
        case MOVE -> {
          assertRuns(Fleet.NEW, "monday");
          assertMoved(State.ARRIVED);
        }
        case MOVE_THAT_GOES_BACK -> {
          assertRuns(Fleet.OLD, "monday");
          assertMoved(State.RETURNED);
        }
        case SNAPSHOT -> {
          assertRuns(Fleet.OLD, "monday");
          assertThat(fleet.snapshots.list(acme.id()))
              .extracting(each -> each.label().value(), Snapshot::state)
              .containsExactly(tuple("tuesday", Snapshot.State.READY));
        }
        case ROLL_BACK -> {
          assertRuns(Fleet.OLD, "monday");
          VirtualMachine after = fleet.machine(acme);
          assertThat(after.disk().origin()).isEqualTo(Origin.QUARANTINED);
          assertThat(after.disk().rollBackTo()).isEmpty();
          assertThat(identity())
              .contains("\nconfiguration=discard\n", "\nsecret=" + after.guestSecret().reveal());
          assertThat(fleet.revisions.newest(acme.id()).orElseThrow().summary())
              .isEqualTo("Data put back to the snapshot monday");
        }
        case STOP -> {
          assertThat(fleet.machine(acme).stage()).isEqualTo(STOPPED);
          assertThat(fleet.driver().list()).hasOnlyElementsOfType(VmStatus.Stopped.class);
        }
        case DELETE -> assertThat(fleet.machines.list()).isEmpty();
        case FILL_POOL -> assertWait(2, Fleet.OLD);
        case MAKE_POOL_ANEW -> assertWait(2, Fleet.NEW);
        case EMPTY_POOL -> assertThat(fleet.pool.list()).isEmpty();
        case CLAIM -> {
          VirtualMachine beta = fleet.machines.list().get(1);
          assertThat(beta.name()).isEqualTo(first);
          assertThat(beta.stage()).isEqualTo(RUNNING);
          assertThat(fleet.host.identity(VmName.of(first)).orElseThrow().text())
              .contains("\nhostname=rf-beta\n", "\nsecret=" + beta.guestSecret().reveal());
          assertWait(1, Fleet.OLD);
        }
      }
    }

    private String identity() {
      return fleet.host.identity(name()).orElseThrow().text();
    }

    private void assertRuns(TemplateId version, String data) {
      assertThat(fleet.machine(acme).stage()).isEqualTo(RUNNING);
      assertThat(fleet.machine(acme).template().version()).contains(version);
      assertThat(fleet.machine(acme).template().move()).isEmpty();
      assertThat(fleet.runs(name())).contains(version);
      assertThat(fleet.host.written(name())).isEqualTo(data);
    }

    private void assertMoved(State end) {
      assertThat(fleet.templates.list(acme.id(), 10).get(0).state()).isEqualTo(end);
    }

    /** On the host is what rows know, and nothing else. */
    void assertNothingIsOrphaned() {
      Set<String> known = fleet.machines.list().stream().map(VirtualMachine::name).collect(toSet());
      fleet.pool.list().forEach(row -> known.add(row.name()));
      for (VmStatus status : fleet.driver().list()) {
        assertThat(known).contains(status.name().value());
        assertThat(status).isNotInstanceOf(VmStatus.Broken.class);
        assertThat(((Snapshots) fleet.driver()).snapshots(status.name()))
            .extracting(SnapshotName::value)
            .containsExactlyInAnyOrderElementsOf(
                (status.name().value().equals("rf-acme")
                        ? fleet.snapshots.list(acme.id())
                        : List.<Snapshot>of())
                    .stream().map(snapshot -> snapshot.id().toString()).toList());
      }
    }

    void assertASecondPassDoesNothing() {
      int changes = fleet.changes();
      fleet.machines.forgetClaims(fleet.clock.instant());
      fleet.pool.forgetClaims(fleet.clock.instant());
      fleet.pass();
      assertThat(fleet.changes()).as("a second pass").isEqualTo(changes);
    }

    /** Another process takes over, which knows nothing of the former one. */
    void nextProvisioner(Duration time) {
      fleet.host.onStep(() -> {});
      fleet.reconciler = fleet.reconciler(fleet.machines, fleet::driver);
      fleet.machinePool =
          fleet.machinePool.map(any -> fleet.machinePool(fleet.pool, fleet::driver));
      fleet.machines.forgetClaims(fleet.clock.instant());
      fleet.pool.forgetClaims(fleet.clock.instant());
      fleet.run(time);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverItDidItIsBroughtToItsEnd(Wish wish) {
    Set<String> steps = new TreeSet<>();
    // A version is given up when its guest was not heard for four minutes.
    Duration time = Duration.ofMinutes(wish == Wish.MOVE_THAT_GOES_BACK ? 6 : 1);
    for (boolean afterwards : new boolean[] {false, true}) {
      boolean killed = true;
      for (int changes = 0; killed; changes++) {
        Scene scene = new Scene();
        scene.express(wish);
        Killed.Fuse fuse = new Killed.Fuse(changes, afterwards);
        scene.fleet.reconciler = scene.fleet.doomed(fuse);
        scene.fleet.doomPool(fuse);
        scene.fleet.host.onStep(fuse::inTheMiddle);
        killed = dies(scene.fleet, time);
        if (killed) {
          steps.add(fuse.last());
        }
        scene.nextProvisioner(time);
        scene.assertCameTrue(wish);
        scene.assertNothingIsOrphaned();
        scene.assertASecondPassDoesNothing();
      }
    }
    assertThat(steps).as("where it was killed").hasSizeGreaterThan(1);
  }

  private static boolean dies(Fleet fleet, Duration time) {
    try {
      fleet.run(time);
      return false;
    } catch (Killed end) {
      return true;
    }
  }
}
