package org.ringfence.domain.machine;

import java.time.Clock;
import java.time.Instant;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.Tenant;

/**
 * Asks for a new tenant's VM: a name, a free address, fresh secrets, and a first configuration that
 * waits for the guest when it boots. The provisioner does the rest.
 */
public final class MachinePlan {
  private final TenantNetwork network;
  private final VmRepository machines;
  private final RevisionRepository revisions;
  private final Clock clock;

  public MachinePlan(
      TenantNetwork network, VmRepository machines, RevisionRepository revisions, Clock clock) {
    this.network = network;
    this.machines = machines;
    this.revisions = revisions;
    this.clock = clock;
  }

  /**
   * Stores VM and first revision; takes part in the caller's transaction, which has stored the
   * tenant.
   *
   * @param requestedBy login name of who created the tenant
   * @throws AddressTaken when another new VM took the address meanwhile: repeat the whole in a new
   *     transaction
   * @throws NoFreeAddress when the network is full
   */
  public VirtualMachine request(Tenant tenant, String requestedBy) {
    Ipv4 address =
        network.firstFree(machines.addressesInUse()).orElseThrow(() -> new NoFreeAddress(network));
    Instant now = clock.instant();
    VirtualMachine machine =
        new VirtualMachine(
            VmId.random(),
            tenant.id(),
            "rf-" + tenant.slug(),
            DesiredState.RUNNING,
            VmStage.REQUESTED,
            "",
            address,
            Secret.random(),
            Secret.random(),
            "",
            0,
            now);
    machines.add(tenant.id(), machine);
    revisions.request(tenant.id(), "The new PBX", requestedBy, now);
    return machine;
  }
}
