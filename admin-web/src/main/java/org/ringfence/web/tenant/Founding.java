package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.NoFreeAddress;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.SlugTaken;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.plan.Plans;

/** Stores a new tenant, its VM and its first configuration: all of it or nothing. */
@ApplicationScoped
@Transactional
public class Founding {
  @Inject TenantRepository tenants;
  @Inject VmRepository machines;
  @Inject RevisionRepository revisions;
  @Inject LiveEvents live;
  @Inject AuditLog audit;
  @Inject Network network;
  @Inject Clock clock;
  @Inject Plans plans;
  @Inject PoolRepository pool;

  /**
   * Stores them in one transaction.
   *
   * @throws InvalidForm when the short name is taken or no address is left
   * @throws org.ringfence.domain.machine.AddressTaken when another new VM took the address
   *     meanwhile: to be repeated in a new transaction
   */
  public Tenant found(TenantForm.NewTenant asked, String actor) {
    Instant now = clock.instant();
    Tenant tenant =
        new Tenant(
            TenantId.random(),
            asked.slug(),
            asked.name(),
            asked.country(),
            asked.adminEmail(),
            IdentityState.PENDING,
            now);
    try {
      tenants.add(tenant);
      new MachinePlan(network.tenants(), machines, revisions, Optional.of(pool), clock)
          .request(tenant, asked.plan(), actor);
      asked.plan().map(plans::existing).ifPresent(plan -> give(tenant, plan));
    } catch (SlugTaken taken) {
      throw new InvalidForm("slug", taken);
    } catch (NoFreeAddress full) {
      throw new InvalidForm(
          Map.of(
              "slug",
              "The network for tenants has no free address left. Please give Ringfence a larger one."));
    }
    live.publish(Optional.empty(), "tenant", tenant.id().toString(), now);
    audit.append(
        new AuditEntry(
            Optional.of(tenant.id()), actor, "tenant.created", tenant.slug().value(), now));
    return tenant;
  }

  /** Nothing of the VM is there yet, so that any size fits. */
  private void give(Tenant tenant, Plan plan) {
    machines.choosePlan(tenant.id(), Optional.of(plan.id()));
  }
}
