package org.ringfence.hypervisor.qemu;

import org.ringfence.hypervisor.contract.HypervisorDriverContract;
import org.ringfence.hypervisor.contract.HypervisorHarness;

class QemuDriverContractIT extends HypervisorDriverContract {
  @Override
  protected HypervisorHarness newHarness() {
    return new QemuHarness();
  }
}
