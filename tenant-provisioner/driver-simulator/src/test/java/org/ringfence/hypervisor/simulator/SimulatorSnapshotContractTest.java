package org.ringfence.hypervisor.simulator;

import org.ringfence.hypervisor.contract.SnapshotContract;
import org.ringfence.hypervisor.contract.SnapshotHarness;

class SimulatorSnapshotContractTest extends SnapshotContract {
  @Override
  protected SnapshotHarness newHarness() {
    return new SimulatorHarness();
  }
}
