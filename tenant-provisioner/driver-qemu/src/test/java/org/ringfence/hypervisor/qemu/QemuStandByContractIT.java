package org.ringfence.hypervisor.qemu;

import org.ringfence.hypervisor.contract.StandByContract;
import org.ringfence.hypervisor.contract.StandByHarness;

class QemuStandByContractIT extends StandByContract {
  @Override
  protected StandByHarness newHarness() {
    return new QemuHarness();
  }
}
