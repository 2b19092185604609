package org.ringfence.hypervisor.qemu;

import org.ringfence.hypervisor.contract.SnapshotContract;
import org.ringfence.hypervisor.contract.SnapshotHarness;

class QemuSnapshotContractIT extends SnapshotContract {
  @Override
  protected SnapshotHarness newHarness() {
    return new QemuHarness();
  }
}
