package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.DataDisk.Origin;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.Snapshot.State;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.tenant.TenantId;

class SnapshotRepositoryIT {
  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void twoTenantsWithAVmEach() throws Exception {
    database = TestDatabase.clean();
    acme = tenant("acme", "10.0.0.10");
    zeta = tenant("zeta", "10.0.0.11");
  }

  private TenantId tenant(String slug, String address) {
    TenantId id = database.tenant(slug).id();
    database.machines.add(
        id,
        new VirtualMachine(
            VmId.random(),
            id,
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
    // Looked after: it is due again only when somebody wishes something.
    VirtualMachine claimed =
        database.machines.claimDue("one", 1, Duration.ofSeconds(9), NOW).get(0);
    database.machines.release(claimed.id(), "one", NOW.plusSeconds(600));
    return id;
  }

  private VirtualMachine machine(TenantId tenantId) {
    return database.machines.find(tenantId).orElseThrow();
  }

  private Snapshot wanted(TenantId tenantId, String label) {
    Snapshot snapshot =
        new Snapshot(SnapshotId.random(), new DisplayName(label), State.WANTED, "", NOW);
    database.snapshots.add(tenantId, snapshot);
    return snapshot;
  }

  private List<VirtualMachine> due() {
    return database.machines.claimDue("two", 10, Duration.ofSeconds(9), NOW);
  }

  @Test
  void aWishIsStoredAndMakesItsVmDue() {
    Snapshot monday = wanted(acme, "Montag, größer");
    assertThat(database.snapshots.list(acme)).containsExactly(monday);
    assertThat(database.snapshots.find(acme, monday.id())).contains(monday);
    assertThat(due()).extracting(VirtualMachine::tenantId).containsExactly(acme);
    assertThat(machine(acme).disk().snapshotsDue()).isTrue();
    assertThat(machine(zeta).disk()).isEqualTo(DataDisk.OWN);
  }

  @Test
  void anotherTenantsSnapshotIsNotThere() {
    Snapshot monday = wanted(acme, "monday");
    assertThat(database.snapshots.list(zeta)).isEmpty();
    assertThat(database.snapshots.find(zeta, monday.id())).isEmpty();
    database.snapshots.discard(zeta, monday.id());
    database.snapshots.settle(zeta, monday.id(), State.READY, "", NOW);
    database.snapshots.remove(zeta, monday.id());
    assertThat(database.snapshots.list(acme)).containsExactly(monday);
    assertThat(machine(zeta).disk().snapshotsDue()).isFalse();
  }

  @Test
  void theNewestComesFirst() {
    Snapshot first = wanted(acme, "first");
    Snapshot second = wanted(acme, "second");
    database.snapshots.settle(acme, first.id(), State.READY, "", NOW.plusSeconds(1));
    database.snapshots.settle(acme, second.id(), State.FAILED, "full", NOW.plusSeconds(2));
    assertThat(database.snapshots.list(acme))
        .containsExactly(
            new Snapshot(second.id(), second.label(), State.FAILED, "full", NOW.plusSeconds(2)),
            new Snapshot(first.id(), first.label(), State.READY, "", NOW.plusSeconds(1)));
  }

  @Test
  void whatIsNotWantedAnyMoreIsNotSettled() {
    Snapshot monday = wanted(acme, "monday");
    database.snapshots.discard(acme, monday.id());
    database.snapshots.settle(acme, monday.id(), State.READY, "", NOW);
    assertThat(database.snapshots.find(acme, monday.id()))
        .get()
        .extracting(Snapshot::state)
        .isEqualTo(State.UNWANTED);
  }

  @Test
  void thereIsSomethingToDoUntilNoWishIsLeft() {
    Snapshot monday = wanted(acme, "monday");
    Snapshot tuesday = wanted(acme, "tuesday");
    database.snapshots.settle(acme, monday.id(), State.READY, "", NOW);
    database.snapshots.finished(acme);
    assertThat(machine(acme).disk().snapshotsDue()).isTrue();
    database.snapshots.remove(acme, tuesday.id());
    database.snapshots.finished(acme);
    assertThat(machine(acme).disk().snapshotsDue()).isFalse();
  }

  @Test
  void aDiskIsPutBackWithNewSecretsThenQuarantinedThenReleased() {
    SnapshotId monday = SnapshotId.random();
    database.snapshots.askRollBack(acme, monday);
    assertThat(machine(acme).disk().rollBackTo()).contains(monday);
    assertThat(due()).hasSize(1);
    VmId id = machine(acme).id();
    Secret guest = Secret.random();
    Secret ami = Secret.random();
    database.snapshots.rolledBack(id, monday, guest, ami);
    assertThat(machine(acme).guestSecret()).isEqualTo(guest);
    assertThat(machine(acme).amiSecret()).isEqualTo(ami);
    assertThat(machine(acme).disk().origin()).isEqualTo(Origin.PUT_BACK);
    assertThat(machine(acme).disk().rollBackTo()).isEmpty();
    database.snapshots.endQuarantine(acme);
    assertThat(machine(acme).disk().origin()).isEqualTo(Origin.PUT_BACK);
    database.snapshots.quarantined(id);
    assertThat(machine(acme).disk().origin()).isEqualTo(Origin.QUARANTINED);
    database.snapshots.endQuarantine(zeta);
    assertThat(machine(acme).disk().origin()).isEqualTo(Origin.QUARANTINED);
    database.snapshots.endQuarantine(acme);
    assertThat(machine(acme).disk()).isEqualTo(DataDisk.OWN);
  }

  @Test
  void aWishThatWasChangedMeanwhileIsNotTakenForDone() {
    SnapshotId monday = SnapshotId.random();
    SnapshotId tuesday = SnapshotId.random();
    database.snapshots.askRollBack(acme, monday);
    database.snapshots.askRollBack(acme, tuesday);
    VirtualMachine before = machine(acme);
    database.snapshots.rolledBack(before.id(), monday, Secret.random(), Secret.random());
    database.snapshots.rollBackFailed(before.id(), monday);
    assertThat(machine(acme)).isEqualTo(before);
    database.snapshots.rollBackFailed(before.id(), tuesday);
    assertThat(machine(acme).disk()).isEqualTo(DataDisk.OWN);
  }

  @Test
  void snapshotsGoWithTheirVm() {
    wanted(acme, "monday");
    database.machines.remove(machine(acme).id());
    assertThat(database.snapshots.list(acme)).isEmpty();
  }
}
