package org.ringfence.hypervisor.contract;

import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.VmName;

/** What the contract of snapshots needs to do to an engine behind its driver's back. */
public interface SnapshotHarness extends HypervisorHarness {
  /** Writes something on the data disk of a VM that does not run, instead of its guest. */
  void write(VmName name, String text);

  /** What {@link #write} wrote last on the disk as it is now. */
  String written(VmName name);

  /** Leaves what a driver leaves that dies while it takes a snapshot. */
  void interruptSnapshot(VmName name, SnapshotName snapshot);
}
