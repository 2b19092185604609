package org.ringfence.hypervisor.simulator;

import org.ringfence.hypervisor.contract.HypervisorDriverContract;
import org.ringfence.hypervisor.contract.HypervisorHarness;

class SimulatorDriverContractTest extends HypervisorDriverContract {
  @Override
  protected HypervisorHarness newHarness() {
    return new SimulatorHarness();
  }
}
