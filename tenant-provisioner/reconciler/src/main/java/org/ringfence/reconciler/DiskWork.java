package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.VmName;

/**
 * Takes and deletes snapshots of a VM's data disk, and puts the disk back to one. What is to be
 * done stays on record until it is done, and every step can be repeated: whoever is killed in
 * between is followed by somebody who begins again.
 */
final class DiskWork {
  private static final String WHO = "ringfence";

  private final VmRepository machines;
  private final SnapshotRepository snapshots;
  private final RevisionRepository revisions;
  private final TrunkRepository trunks;
  private final Duration stopLimit;
  private final Clock clock;

  /**
   * @param stopLimit how long a guest may take to power off
   */
  DiskWork(
      VmRepository machines,
      SnapshotRepository snapshots,
      RevisionRepository revisions,
      TrunkRepository trunks,
      Duration stopLimit,
      Clock clock) {
    this.machines = machines;
    this.snapshots = snapshots;
    this.revisions = revisions;
    this.trunks = trunks;
    this.stopLimit = stopLimit;
    this.clock = clock;
  }

  /**
   * Does what is wanted of the disk.
   *
   * @return whether the VM was stopped and its row changed by that
   * @throws HypervisorException when the engine cannot now; what was wanted stays wanted
   */
  boolean perform(VirtualMachine machine, HypervisorDriver driver) {
    if (machine.disk().snapshotsDue()) {
      for (Snapshot snapshot : snapshots.list(machine.tenantId())) {
        switch (snapshot.state()) {
          case WANTED -> take(machine, snapshot, driver);
          case UNWANTED -> delete(machine, snapshot, driver);
          case READY, FAILED -> {}
        }
      }
      snapshots.finished(machine.tenantId());
    }
    Optional<SnapshotId> wanted = machine.disk().rollBackTo();
    wanted.ifPresent(id -> rollBack(machine, id, driver));
    return wanted.isPresent();
  }

  private void take(VirtualMachine machine, Snapshot snapshot, HypervisorDriver driver) {
    Snapshot.State state = Snapshot.State.READY;
    String reason = "";
    try {
      able(driver, machine).takeSnapshot(VmName.of(machine.name()), nameOf(snapshot.id()));
    } catch (HypervisorException refused) {
      // The VM is none the worse for it: whoever wanted the snapshot reads why, and asks again.
      state = Snapshot.State.FAILED;
      reason = Reasons.of(refused);
    }
    snapshots.settle(machine.tenantId(), snapshot.id(), state, reason, clock.instant());
  }

  private void delete(VirtualMachine machine, Snapshot snapshot, HypervisorDriver driver) {
    if (driver instanceof Snapshots able) {
      able.deleteSnapshot(VmName.of(machine.name()), nameOf(snapshot.id()));
    }
    snapshots.remove(machine.tenantId(), snapshot.id());
  }

  /**
   * The secrets change last: until then the whole is repeated. The revision that is asked for
   * before is written when the guest asks for it, with the secrets of then.
   */
  private void rollBack(VirtualMachine machine, SnapshotId id, HypervisorDriver driver) {
    VmName name = VmName.of(machine.name());
    Optional<Snapshot> snapshot =
        snapshots
            .find(machine.tenantId(), id)
            .filter(found -> found.state() == Snapshot.State.READY);
    if (snapshot.isEmpty() || !(driver instanceof Snapshots)) {
      snapshots.rollBackFailed(machine.id(), id);
      return;
    }
    driver.stop(name, stopLimit);
    trunks.forgetStatuses(machine.tenantId(), clock.instant());
    String summary = "Data put back to the snapshot " + snapshot.get().label();
    machines.stage(machine.id(), VmStage.STOPPED, summary, clock.instant());
    try {
      able(driver, machine).rollBack(name, nameOf(id));
    } catch (HypervisorException refused) {
      if (refused.category() == Category.EXTERNAL) {
        throw refused;
      }
      snapshots.rollBackFailed(machine.id(), id);
      throw refused;
    }
    revisions.request(machine.tenantId(), summary, WHO, clock.instant());
    snapshots.rolledBack(machine.id(), id, Secret.random(), Secret.random());
  }

  private static Snapshots able(HypervisorDriver driver, VirtualMachine machine) {
    if (driver instanceof Snapshots able) {
      return able;
    }
    throw HypervisorException.of(
        Category.USER,
        VmName.of(machine.name()),
        "take a snapshot",
        "this hypervisor (" + driver.info().name() + ") takes none");
  }

  private static SnapshotName nameOf(SnapshotId id) {
    return SnapshotName.of(id.toString());
  }
}
