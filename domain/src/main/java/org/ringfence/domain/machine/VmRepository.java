package org.ringfence.domain.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.TenantId;

/** The VMs of all tenants: desired by the portal, brought about by the provisioner. */
public interface VmRepository {
  /**
   * Stores a new VM; it is due at once.
   *
   * @throws AddressTaken when another VM holds this address
   */
  void add(TenantId tenantId, VirtualMachine machine);

  Optional<VirtualMachine> find(TenantId tenantId);

  /** For the guest's own requests, which know only the VM's id. */
  @AcrossTenants("a guest authenticates with its VM id")
  Optional<VirtualMachine> findById(VmId id);

  @AcrossTenants("the hosting admin sees all")
  List<VirtualMachine> list();

  /** The VMs of these tenants, in no order; a tenant may have none. */
  @AcrossTenants("the hosting admin sees all")
  default List<VirtualMachine> ofTenants(Set<TenantId> tenantIds) {
    return list().stream().filter(machine -> tenantIds.contains(machine.tenantId())).toList();
  }

  /** Addresses that a VM holds now, also of VMs being deleted. */
  @AcrossTenants("addresses are unique per platform")
  Set<Ipv4> addressesInUse();

  /**
   * Changes what is wanted; the reconciler does the rest. A deletion takes effect at once, any
   * other wish ends a time of grace.
   */
  void desire(TenantId tenantId, DesiredState desired);

  /**
   * Wants the VM off at once, and gone with its data after {@code after}. A deletion that was
   * wanted before keeps its own moment.
   */
  void desireDeletion(TenantId tenantId, Instant after);

  /**
   * Wants the VM's present run, if it has begun before {@code now}, to be replaced by a new one.
   */
  void askRestart(TenantId tenantId, Instant now);

  /** Gives the VM another plan; its size changes with the next start. */
  void choosePlan(TenantId tenantId, Optional<PlanId> plan);

  /** The restart asked for at {@code asked} has happened; a later one is still to come. */
  @AcrossTenants("the reconciler holds VMs by lease")
  void restarted(VmId id, Instant asked);

  /**
   * Claims up to {@code limit} VMs whose next check is due for {@code owner}, skipping those
   * another provisioner holds. A claim ends with {@link #release} or after {@code lease}.
   */
  @AcrossTenants("the reconciler serves all tenants")
  List<VirtualMachine> claimDue(String owner, int limit, Duration lease, Instant now);

  /** Gives a claimed VM back and says when to look at it again. */
  @AcrossTenants("the reconciler holds VMs by lease")
  void release(VmId id, String owner, Instant nextCheck);

  /**
   * Moves a VM to a stage, with a reason for people; appends to its history and tells the watchers,
   * both only when stage or reason differ from what is stored. FAILED counts a failure, RUNNING
   * clears them.
   */
  @AcrossTenants("the reconciler holds VMs by lease")
  void stage(VmId id, VmStage stage, String reason, Instant now);

  /** The guest was heard: its boot id and when. */
  @AcrossTenants("the guest proved which VM it is")
  void heard(VmId id, String bootId, Instant now);

  /** When the guest was last heard. */
  @AcrossTenants("the reconciler holds VMs by lease")
  Optional<Instant> lastHeard(VmId id);

  /** The newest {@code limit} steps of the tenant's VM, oldest first. */
  List<StageChange> history(TenantId tenantId, int limit);

  /** Forgets a VM whose deletion is complete. */
  @AcrossTenants("the reconciler holds VMs by lease")
  void remove(VmId id);
}
