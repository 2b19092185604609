package org.ringfence.hypervisor.simulator;

import org.ringfence.hypervisor.contract.StandByContract;
import org.ringfence.hypervisor.contract.StandByHarness;

class SimulatorStandByContractTest extends StandByContract {
  @Override
  protected StandByHarness newHarness() {
    return new SimulatorHarness();
  }
}
