package org.ringfence.hypervisor;

import java.util.List;

/**
 * Capability: keeps the data disk of a VM as it was at one moment, and puts it back. Memory is not
 * kept: a VM that is put back boots, as after a power failure at that moment. Snapshots go with
 * their VM.
 */
public interface Snapshots {
  /**
   * Keeps the data disk as it is now. A VM that runs goes on running; its guest may stand still for
   * as long as the engine needs. Does nothing when there is a snapshot of that name.
   *
   * @throws HypervisorException USER when there is no such VM, or none that ever ran; RESOURCES
   *     when there is no room; nothing is left then
   */
  void takeSnapshot(VmName vm, SnapshotName snapshot);

  /**
   * Puts the data disk back to what it was. The snapshot stays, also when this is interrupted: to
   * be repeated then.
   *
   * @throws HypervisorException USER when there is no such VM or snapshot, or when the VM runs
   */
  void rollBack(VmName vm, SnapshotName snapshot);

  /** Does nothing when there is no such snapshot, or no such VM. */
  void deleteSnapshot(VmName vm, SnapshotName snapshot);

  /** All that are whole, ordered by name; none for a VM that is not there. */
  List<SnapshotName> snapshots(VmName vm);
}
