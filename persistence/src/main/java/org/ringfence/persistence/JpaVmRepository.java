package org.ringfence.persistence;

import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.AddressTaken;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.TenantId;

/**
 * {@code next_check} = 0 means "look at it at once". A claim sets it to the end of its lease, so
 * that a crashed provisioner's VMs come back; a release sets it to what the provisioner wants,
 * unless somebody set it to 0 in between: then that wish wins.
 */
@ApplicationScoped
@Transactional
class JpaVmRepository extends JpaRepository implements VmRepository {
  private static final Logger LOG = Logger.getLogger(JpaVmRepository.class.getName());
  private static final int REASON = 1000;

  @Inject Vault vault;
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public void add(TenantId tenantId, VirtualMachine machine) {
    if (!machine.tenantId().equals(tenantId)) {
      throw new IllegalArgumentException("VM " + machine.id() + " is not of tenant " + tenantId);
    }
    try {
      insert(VmRow.of(machine, vault));
    } catch (PersistenceException e) {
      if (isDuplicateOf("vm_address", e)) {
        throw new AddressTaken(machine.address(), e);
      }
      throw e;
    }
    insert(
        StageChangeRow.of(
            machine.id().toString(),
            machine.stage(),
            machine.reason(),
            Micros.of(machine.stageSince())));
    tell(tenantId.toString(), machine.id(), clock.instant());
  }

  @Override
  public Optional<VirtualMachine> find(TenantId tenantId) {
    return readOne(
            entities
                .createQuery("select v from VmRow v where v.tenantId = :tenant", VmRow.class)
                .setParameter("tenant", tenantId.toString()))
        .map(row -> row.toMachine(vault));
  }

  @Override
  public Optional<VirtualMachine> findById(VmId id) {
    return readOne(
            entities
                .createQuery(
                    "select v from VmRow v where v.id = :id and v.tenantId is not null",
                    VmRow.class)
                .setParameter("id", id.toString()))
        .map(row -> row.toMachine(vault));
  }

  @Override
  public List<VirtualMachine> list() {
    return read(
            entities.createQuery(
                "select v from VmRow v where v.tenantId is not null order by v.name", VmRow.class))
        .stream()
        .map(row -> row.toMachine(vault))
        .toList();
  }

  @Override
  public List<VirtualMachine> ofTenants(Set<TenantId> tenantIds) {
    if (tenantIds.isEmpty()) {
      return List.of();
    }
    return read(
            entities
                .createQuery("select v from VmRow v where v.tenantId in :tenants", VmRow.class)
                .setParameter("tenants", tenantIds.stream().map(TenantId::toString).toList()))
        .stream()
        .map(row -> row.toMachine(vault))
        .toList();
  }

  @Override
  public Set<Ipv4> addressesInUse() {
    return read(entities.createQuery("select v.address from VmRow v", String.class)).stream()
        .map(Ipv4::new)
        .collect(toSet());
  }

  @Override
  public void desire(TenantId tenantId, DesiredState desired) {
    int changed =
        entities
            .createQuery(
                "update VmRow v set v.desired = :desired, v.deleteAfter = null, v.nextCheck = 0"
                    + " where v.tenantId = :tenant"
                    + " and (v.desired <> :desired or v.deleteAfter is not null)")
            .setParameter("desired", desired.name())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    tellIf(changed == 1, tenantId);
  }

  @Override
  public void desireDeletion(TenantId tenantId, Instant after) {
    int changed =
        entities
            .createQuery(
                "update VmRow v set v.desired = :deleted, v.deleteAfter = :after, v.nextCheck = 0"
                    + " where v.tenantId = :tenant and v.desired <> :deleted")
            .setParameter("deleted", DesiredState.DELETED.name())
            .setParameter("after", Micros.of(after))
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    tellIf(changed == 1, tenantId);
  }

  @Override
  public void askRestart(TenantId tenantId, Instant now) {
    int changed =
        entities
            .createQuery(
                "update VmRow v set v.restartAsked = :now, v.nextCheck = 0"
                    + " where v.tenantId = :tenant")
            .setParameter("now", Micros.of(now))
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    tellIf(changed == 1, tenantId);
  }

  @Override
  public void choosePlan(TenantId tenantId, Optional<PlanId> plan) {
    int changed =
        entities
            .createQuery("update VmRow v set v.plan = :plan where v.tenantId = :tenant")
            .setParameter(
                "plan",
                plan.map(id -> entities.getReference(PlanRow.class, id.toString())).orElse(null))
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    tellIf(changed == 1, tenantId);
  }

  @Override
  public void restarted(VmId id, Instant asked) {
    entities
        .createQuery(
            "update VmRow v set v.restartAsked = null"
                + " where v.id = :id and v.restartAsked = :asked")
        .setParameter("id", id.toString())
        .setParameter("asked", Micros.of(asked))
        .executeUpdate();
  }

  private void tellIf(boolean changed, TenantId tenantId) {
    if (changed) {
      readOne(
              entities
                  .createQuery("select v.id from VmRow v where v.tenantId = :tenant", String.class)
                  .setParameter("tenant", tenantId.toString()))
          .ifPresent(id -> tell(tenantId.toString(), VmId.parse(id), clock.instant()));
    }
  }

  @Override
  public List<VirtualMachine> claimDue(String owner, int limit, Duration lease, Instant now) {
    @SuppressWarnings("unchecked")
    List<VmRow> rows =
        entities
            .createNativeQuery(
                "SELECT * FROM virtual_machine WHERE next_check <= :now AND lease_until <= :now"
                    + " AND tenant_id IS NOT NULL ORDER BY next_check, id LIMIT :limit FOR UPDATE SKIP LOCKED",
                VmRow.class)
            .setParameter("now", Micros.of(now))
            .setParameter("limit", limit)
            .getResultList();
    entities.clear();
    if (rows.isEmpty()) {
      return List.of();
    }
    entities
        .createQuery(
            "update VmRow v set v.leaseOwner = :owner, v.leaseUntil = :until, v.nextCheck = :until"
                + " where v.id in :ids")
        .setParameter("owner", owner)
        .setParameter("until", Micros.of(now.plus(lease)))
        .setParameter("ids", rows.stream().map(row -> row.id).toList())
        .executeUpdate();
    List<VirtualMachine> claimed = new ArrayList<>();
    for (VmRow row : rows) {
      try {
        claimed.add(row.toMachine(vault));
      } catch (IllegalStateException unreadable) {
        // It stays claimed until the lease ends: one damaged row must not hold up the others.
        LOG.log(Level.SEVERE, "The VM " + row.name + " cannot be looked after", unreadable);
      }
    }
    return List.copyOf(claimed);
  }

  @Override
  public void release(VmId id, String owner, Instant nextCheck) {
    entities
        .createQuery(
            "update VmRow v set v.leaseOwner = null, v.leaseUntil = 0,"
                + " v.nextCheck = case when v.nextCheck = 0 then 0 else :next end"
                + " where v.id = :id and v.leaseOwner = :owner")
        .setParameter("next", Micros.of(nextCheck))
        .setParameter("id", id.toString())
        .setParameter("owner", owner)
        .executeUpdate();
  }

  @Override
  public void stage(VmId id, VmStage stage, String reason, Instant now) {
    Optional<VmRow> found =
        entities
            .createQuery(
                "select v from VmRow v where v.id = :id and v.tenantId is not null", VmRow.class)
            .setParameter("id", id.toString())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultStream()
            .findFirst();
    if (found.isEmpty()) {
      return;
    }
    VmRow row = found.get();
    boolean stageDiffers = !row.stage.equals(stage.name());
    boolean differs = stageDiffers || !row.reason.equals(cut(reason, REASON));
    row.stage = stage.name();
    row.reason = cut(reason, REASON);
    if (stageDiffers) {
      row.stageSince = Micros.of(now);
    }
    if (stage == VmStage.FAILED) {
      row.failures++;
    } else if (stage == VmStage.RUNNING) {
      row.failures = 0;
    }
    String tenantId = Objects.requireNonNull(row.tenantId);
    flush();
    if (differs) {
      insert(StageChangeRow.of(id.toString(), stage, cut(reason, REASON), Micros.of(now)));
      tell(tenantId, id, now);
    }
  }

  @Override
  public void heard(VmId id, String bootId, Instant now) {
    // A new boot id is news for the reconciler, which then need not wait for the next check.
    int known =
        entities
            .createQuery(
                "update VmRow v set v.heardAt = :now where v.id = :id and v.bootId = :boot")
            .setParameter("now", Micros.of(now))
            .setParameter("id", id.toString())
            .setParameter("boot", bootId)
            .executeUpdate();
    if (known == 0) {
      entities
          .createQuery(
              "update VmRow v set v.heardAt = :now, v.bootId = :boot, v.nextCheck = 0"
                  + " where v.id = :id")
          .setParameter("now", Micros.of(now))
          .setParameter("id", id.toString())
          .setParameter("boot", bootId)
          .executeUpdate();
    }
  }

  @Override
  public Optional<Instant> lastHeard(VmId id) {
    return readOne(
            entities
                .createQuery(
                    "select v.heardAt from VmRow v where v.id = :id and v.heardAt is not null",
                    Long.class)
                .setParameter("id", id.toString()))
        .map(micros -> Micros.toInstant(micros.longValue()));
  }

  @Override
  public List<StageChange> history(TenantId tenantId, int limit) {
    List<StageChange> newestFirst =
        read(
                entities
                    .createQuery(
                        "select c from StageChangeRow c, VmRow v where c.vmId = v.id"
                            + " and v.tenantId = :tenant order by c.id desc",
                        StageChangeRow.class)
                    .setParameter("tenant", tenantId.toString())
                    .setMaxResults(limit))
            .stream()
            .map(StageChangeRow::toStageChange)
            .toList();
    List<StageChange> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    return List.copyOf(oldestFirst);
  }

  @Override
  public void remove(VmId id) {
    Optional<String> tenantId =
        readOne(
            entities
                .createQuery("select v.tenantId from VmRow v where v.id = :id", String.class)
                .setParameter("id", id.toString()));
    int removed =
        entities
            .createQuery("delete from VmRow v where v.id = :id")
            .setParameter("id", id.toString())
            .executeUpdate();
    if (removed == 1) {
      tell(Objects.requireNonNull(tenantId.orElse(null)), id, clock.instant());
    }
  }

  private void tell(String tenantId, VmId id, Instant now) {
    events.publish(Optional.of(TenantId.parse(tenantId)), "vm", id.toString(), now);
  }
}
