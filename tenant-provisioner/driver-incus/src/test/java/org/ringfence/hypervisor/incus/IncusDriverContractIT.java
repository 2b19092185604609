package org.ringfence.hypervisor.incus;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.ringfence.hypervisor.contract.HypervisorDriverContract;
import org.ringfence.hypervisor.contract.HypervisorHarness;

class IncusDriverContractIT extends HypervisorDriverContract {
  private static OwnLxd lxd;

  @BeforeAll
  static void startServer() {
    lxd = new OwnLxd();
  }

  @AfterAll
  static void stopServer() {
    lxd.close();
  }

  @Override
  protected HypervisorHarness newHarness() {
    return new IncusHarness(lxd);
  }
}
