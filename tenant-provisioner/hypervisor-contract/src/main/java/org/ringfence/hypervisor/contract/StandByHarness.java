package org.ringfence.hypervisor.contract;

import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;

/** What the contract of VMs that stand by needs to know of an engine. */
public interface StandByHarness extends HypervisorHarness {
  /** Readies what VMs of this shape need to stand by; may take as long as a boot. */
  void prepare(HypervisorDriver driver, VmSpec shape);

  /** Waits until the guest has taken this document for its own, and fails when it took another. */
  void awaitIdentity(VmName name, IdentityDocument document);

  /** Whether the guest has done anything since the VM stands by. */
  boolean guestMoved(VmName name);
}
