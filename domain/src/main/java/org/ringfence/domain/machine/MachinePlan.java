package org.ringfence.domain.machine;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.Tenant;

/**
 * Asks for a new tenant's VM: a name, a free address, fresh secrets, and a first configuration that
 * waits for the guest when it boots. The provisioner does the rest.
 */
public final class MachinePlan {
  private static final String FROM_THE_POOL = "It waited in the pool.";

  private final TenantNetwork network;
  private final VmRepository machines;
  private final RevisionRepository revisions;
  private final Optional<PoolRepository> pool;
  private final Clock clock;

  /** Without a pool: every VM is made. */
  public MachinePlan(
      TenantNetwork network, VmRepository machines, RevisionRepository revisions, Clock clock) {
    this(network, machines, revisions, Optional.empty(), clock);
  }

  /**
   * @param pool where VMs wait that new tenants get
   */
  public MachinePlan(
      TenantNetwork network,
      VmRepository machines,
      RevisionRepository revisions,
      Optional<PoolRepository> pool,
      Clock clock) {
    this.network = network;
    this.machines = machines;
    this.revisions = revisions;
    this.pool = pool;
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
    return request(tenant, Optional.empty(), requestedBy);
  }

  /**
   * The same, with one that waits where there is one of this plan's size.
   *
   * @param plan the tenant's, which the caller gives to the VM
   */
  public VirtualMachine request(Tenant tenant, Optional<PlanId> plan, String requestedBy) {
    Instant now = clock.instant();
    VirtualMachine machine =
        pool.flatMap(
                waiting ->
                    waiting.claim(
                        tenant.id(), plan, Secret.random(), Secret.random(), FROM_THE_POOL, now))
            .orElseGet(() -> add(tenant, now));
    revisions.request(tenant.id(), "The new PBX", requestedBy, now);
    return machine;
  }

  private VirtualMachine add(Tenant tenant, Instant now) {
    Ipv4 address =
        network.firstFree(machines.addressesInUse()).orElseThrow(() -> new NoFreeAddress(network));
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
    return machine;
  }
}
