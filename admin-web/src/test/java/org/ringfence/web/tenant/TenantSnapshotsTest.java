package org.ringfence.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemorySnapshots;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class TenantSnapshotsTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryMachines machines = new MemoryMachines();
  private final MemorySnapshots rows = new MemorySnapshots(machines);
  private final TenantSnapshots snapshots = new TenantSnapshots();
  private final Tenant acme = pbx.tenants.find(pbx.tenant("acme")).orElseThrow();
  private final Tenant other = pbx.tenants.find(pbx.tenant("other")).orElseThrow();

  TenantSnapshotsTest() {
    snapshots.snapshots = rows;
    snapshots.machines = machines;
    snapshots.audit = pbx.audit;
    snapshots.clock = pbx.clock;
    MachinePlan plan =
        new MachinePlan(TenantNetwork.parse("10.1.0.0/24"), machines, pbx.revisions, pbx.clock);
    plan.request(acme, "hoster");
    plan.request(other, "hoster");
  }

  private Snapshot ready(String label) {
    Snapshot taken = snapshots.take(acme, label, "hoster");
    rows.settle(acme.id(), taken.id(), Snapshot.State.READY, "", pbx.clock.instant());
    return taken;
  }

  private SnapshotId wanted() {
    return machines.find(acme.id()).orElseThrow().disk().rollBackTo().orElseThrow();
  }

  @Test
  void everyWishIsStoredAndOnRecord() {
    Snapshot taken = ready("before the move");
    snapshots.rollBack(acme, taken.id(), "hoster");
    assertThat(wanted()).isEqualTo(taken.id());
    snapshots.delete(acme, taken.id(), "hoster");
    snapshots.delete(acme, taken.id(), "hoster");
    assertThat(snapshots.find(acme.id(), taken.id()))
        .get()
        .extracting(Snapshot::state)
        .isEqualTo(Snapshot.State.UNWANTED);
    assertThat(pbx.audit.list(acme.id(), 10))
        .extracting(entry -> entry.action() + " " + entry.subject())
        .containsExactlyInAnyOrder(
            "snapshot.taken before the move",
            "snapshot.rolled-back before the move",
            "snapshot.deleted before the move");
  }

  @Test
  void anotherTenantsSnapshotIsNotThere() {
    Snapshot taken = ready("acme's");
    assertThat(snapshots.find(other.id(), taken.id())).isEmpty();
    assertThatThrownBy(() -> snapshots.rollBack(other, taken.id(), "hoster"))
        .isInstanceOf(InvalidForm.class);
    snapshots.delete(other, taken.id(), "hoster");
    assertThat(snapshots.list(acme.id()))
        .extracting(Snapshot::state)
        .containsExactly(Snapshot.State.READY);
  }

  @Test
  void whatIsNotCompleteIsNoWayBack() {
    Snapshot taken = snapshots.take(acme, "half", "hoster");
    assertThatThrownBy(() -> snapshots.rollBack(acme, taken.id(), "hoster"))
        .hasMessageContaining("not complete");
  }

  @Test
  void aLabelIsOneLineOfText() {
    for (String label : new String[] {"", "two\nlines", "x".repeat(81)}) {
      assertThatThrownBy(() -> snapshots.take(acme, label, "hoster"))
          .isInstanceOfSatisfying(
              InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("label"));
    }
  }

  @Test
  void thereIsAnEndToThem() {
    for (int i = 0; i < TenantSnapshots.MOST; i++) {
      snapshots.take(acme, "number " + i, "hoster");
    }
    assertThatThrownBy(() -> snapshots.take(acme, "one more", "hoster"))
        .hasMessageContaining("delete one");
  }

  @Test
  void aMachineThatIsBeingDeletedIsLeftAlone() {
    Snapshot taken = ready("late");
    machines.desire(acme.id(), DesiredState.DELETED);
    assertThatThrownBy(() -> snapshots.take(acme, "too late", "hoster"))
        .hasMessageContaining("deleted");
    assertThatThrownBy(() -> snapshots.rollBack(acme, taken.id(), "hoster"))
        .hasMessageContaining("deleted");
  }
}
