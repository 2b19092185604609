package org.ringfence.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemorySnapshots;
import org.ringfence.domain.memory.MemoryTemplates;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.tenant.Lifecycle.Action;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class LifecycleTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryMachines machines = new MemoryMachines();
  private final MemorySnapshots snapshots = new MemorySnapshots(machines);
  private final Lifecycle lifecycle = new Lifecycle();
  private final Tenant acme = pbx.tenants.find(pbx.tenant("acme")).orElseThrow();

  LifecycleTest() {
    lifecycle.machines = machines;
    lifecycle.snapshots = snapshots;
    lifecycle.moves = new MemoryTemplates(machines);
    lifecycle.revisions = pbx.revisions;
    lifecycle.audit = pbx.audit;
    lifecycle.clock = pbx.clock;
    lifecycle.graceHours = 72;
    new MachinePlan(TenantNetwork.parse("10.1.0.0/24"), machines, pbx.revisions, pbx.clock)
        .request(acme, "hoster");
  }

  private VirtualMachine machine() {
    return machines.find(acme.id()).orElseThrow();
  }

  private void wish(Action action) {
    lifecycle.wish(acme, action, "hoster");
  }

  @Test
  void everyWishIsStoredAndOnRecord() {
    wish(Action.STOP);
    assertThat(machine().desired()).isEqualTo(DesiredState.STOPPED);
    wish(Action.START);
    assertThat(machine().desired()).isEqualTo(DesiredState.RUNNING);
    wish(Action.RESTART);
    assertThat(machine().restartAsked()).contains(pbx.clock.instant());
    assertThat(pbx.audit.list(acme.id(), 10))
        .extracting(entry -> entry.actor() + " " + entry.action())
        .containsExactlyInAnyOrder(
            "hoster tenant.stop", "hoster tenant.start", "hoster tenant.restart");
  }

  @Test
  void aMachineIsMadeAnewFromTheVersionThatItHasOnceItIsKnown() {
    assertThatThrownBy(() -> wish(Action.REBUILD)).isInstanceOf(InvalidForm.class);
    TemplateId version = new TemplateId("0123456789ab");
    machines.template(acme.id(), new VmTemplate(Optional.of(version), Optional.empty()));
    wish(Action.REBUILD);
    assertThat(machine().template().isRebuilding()).isTrue();
    assertThat(pbx.revisions.list(acme.id(), 10))
        .extracting(Revision::summary)
        .contains("Rebuilt from the template");
    assertThat(Lifecycle.possible(machine())).doesNotContain(Action.REBUILD);
  }

  @Test
  void suspendingAndResumingMakeARevisionEach() {
    wish(Action.SUSPEND);
    wish(Action.RESUME);
    assertThat(pbx.revisions.list(acme.id(), 10))
        .extracting(Revision::summary)
        .contains("Suspended: every call is refused", "Resumed: calls are possible again");
  }

  @Test
  void whoeverIsStoppedWhileSuspendedTakesCallsWhenStarted() {
    wish(Action.SUSPEND);
    wish(Action.STOP);
    int before = pbx.revisions.newest(acme.id()).orElseThrow().number();
    wish(Action.START);
    assertThat(machine().desired()).isEqualTo(DesiredState.RUNNING);
    assertThat(pbx.revisions.newest(acme.id()).orElseThrow().number()).isEqualTo(before + 1);
  }

  @Test
  void aWishThatHasComeTrueChangesNothingAndLeavesNoRecord() {
    wish(Action.STOP);
    wish(Action.STOP);
    wish(Action.DELETE);
    wish(Action.DELETE);
    assertThat(pbx.audit.list(acme.id(), 10)).hasSize(2);
  }

  @Test
  void aDeletionHasItsGraceAndCanBeTakenBack() {
    wish(Action.DELETE);
    assertThat(machine().deleteAfter()).contains(pbx.clock.instant().plus(lifecycle.grace()));
    wish(Action.UNDELETE);
    assertThat(machine().desired()).isEqualTo(DesiredState.STOPPED);
    assertThat(machine().deleteAfter()).isEmpty();
  }

  @Test
  void whatMakesNoSenseNowIsRefusedWithWhatDoes() {
    wish(Action.STOP);
    assertThatThrownBy(() -> wish(Action.RESTART))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("STOPPED")
        .hasMessageContaining("start, delete");
    assertThatThrownBy(() -> wish(Action.SUSPEND)).isInstanceOf(InvalidForm.class);
  }

  @Test
  void aTenantWithoutAMachineIsToldSo() {
    machines.remove(machine().id());
    assertThatThrownBy(() -> wish(Action.START)).hasMessageContaining("deleted for good");
  }

  @Test
  void aQuarantineEndsByOneWishWithARevision() {
    SnapshotId snapshot = SnapshotId.random();
    snapshots.askRollBack(acme.id(), snapshot);
    snapshots.rolledBack(machine().id(), snapshot, Secret.random(), Secret.random());
    snapshots.quarantined(machine().id());
    assertThat(Lifecycle.possible(machine())).contains(Action.RELEASE);
    wish(Action.RELEASE);
    assertThat(machine().disk().isQuarantined()).isFalse();
    assertThat(pbx.revisions.newest(acme.id()).orElseThrow().summary())
        .isEqualTo("Released: trunks are used again");
    int revisions = pbx.revisions.newest(acme.id()).orElseThrow().number();
    wish(Action.RELEASE);
    assertThat(pbx.revisions.newest(acme.id()).orElseThrow().number()).isEqualTo(revisions);
    assertThat(Lifecycle.possible(machine())).doesNotContain(Action.RELEASE);
  }
}
