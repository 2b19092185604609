package org.ringfence.domain.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.tenant.TenantId;

/**
 * VMs that wait for tenants. One becomes a tenant's by one change of one row, so that it is in the
 * pool or somebody's, and never both: every change here is made only while it is in the pool.
 */
@AcrossTenants("what is in the pool is no tenant's")
public interface PoolRepository {
  PoolSize size();

  /** Changes what is to wait; the provisioners of all hosts follow. */
  void resize(PoolSize size, Instant now);

  /** All, of all hosts, by name. */
  List<PooledMachine> list();

  /**
   * Gives a tenant one that waits, made of what new tenants get and of this plan's size; the one
   * that waited longest. Takes part in the caller's transaction, and waits for nobody: what another
   * one is about to get is passed over.
   *
   * @return the tenant's VM, which is due at once; empty when none waits
   */
  @AcrossTenants("the VM becomes this tenant's")
  Optional<VirtualMachine> claim(
      TenantId tenantId,
      Optional<PlanId> plan,
      Secret guestSecret,
      Secret amiSecret,
      String reason,
      Instant now);

  /**
   * Brings the rows of one host's pool to what is to wait there: asks for what is missing, as far
   * as there are addresses, lets go what is too much, and has the rest made anew that is of another
   * template or plan. Those who do this at the same time take turns, and the second has nothing to
   * do.
   *
   * @param template what new tenants get on this host; empty where nothing can wait
   * @return whether anything changed
   * @throws org.ringfence.domain.machine.AddressTaken when a new tenant took an address meanwhile
   */
  boolean settle(String host, Optional<TemplateId> template, TenantNetwork network, Instant now);

  /**
   * Claims up to {@code limit} of this host's whose next look is due, skipping those another
   * provisioner holds. A claim ends with {@link #release} or after {@code lease}.
   */
  List<PooledMachine> claimDue(String host, String owner, int limit, Duration lease, Instant now);

  /** Gives it back and says when to look at it again. */
  void release(VmId id, String owner, Instant nextLook);

  /** Tenants can have it from now on, unless another template or plan is wanted meanwhile. */
  void waits(PooledMachine machine, String madeAs, Instant now);

  /**
   * Takes it back from those who could get it, to make it anew; false when a tenant has it already.
   */
  boolean withdraw(VmId id, String reason, Instant now);

  /** It could not be made; counts a failure. */
  void failed(VmId id, String reason, Instant now);

  /** Forgets one that is removed. */
  void remove(VmId id, Instant now);
}
