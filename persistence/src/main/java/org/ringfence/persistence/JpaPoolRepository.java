package org.ringfence.persistence;

import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.AddressTaken;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaPoolRepository extends JpaRepository implements PoolRepository {
  private static final int REASON = 1000;
  private static final int MADE_AS = 500;

  /** No wish of a tenant's: whoever looks for those does not find it. */
  private static final String POOL = "POOL";

  @Inject Vault vault;
  @Inject LiveEvents events;

  @Override
  public PoolSize size() {
    return size("");
  }

  private PoolSize size(String lock) {
    Object[] row = rows("SELECT machines, plan_id FROM machine_pool WHERE id = 1" + lock).get(0);
    return new PoolSize(
        ((Number) row[0]).intValue(),
        Optional.ofNullable(row[1]).map(String::valueOf).map(PlanId::parse));
  }

  @Override
  public void resize(PoolSize size, Instant now) {
    change(
        "UPDATE machine_pool SET machines = ?, plan_id = ?, changed_at = ? WHERE id = 1",
        size.machines(),
        size.plan().map(PlanId::toString).orElse(null),
        Micros.of(now));
    tell("size", now);
  }

  @Override
  public List<PooledMachine> list() {
    return read(
            entities.createQuery(
                "select v from VmRow v where v.tenantId is null order by v.name", VmRow.class))
        .stream()
        .map(VmRow::toPooled)
        .toList();
  }

  @Override
  public Optional<VirtualMachine> claim(
      TenantId tenantId,
      Optional<PlanId> plan,
      Secret guestSecret,
      Secret amiSecret,
      String reason,
      Instant now) {
    List<String> candidates = candidates(plan);
    // Sorting and limiting in the locking query itself would lock all that it looked at.
    Optional<String> free =
        candidates.stream().filter(id -> isFree(id, " SKIP LOCKED")).findFirst();
    // A provisioner may have held it for a moment.
    Optional<String> taken =
        free.or(() -> candidates.stream().filter(id -> isFree(id, "")).findFirst());
    return taken.map(
        id -> {
          change(
              "UPDATE virtual_machine SET tenant_id = ?, pool_host = NULL, desired = 'RUNNING',"
                  + " stage = ?, reason = ?, stage_since = ?, failures = 0, guest_secret_enc = ?,"
                  + " ami_secret_enc = ?, next_check = 0, lease_owner = NULL, lease_until = 0"
                  + " WHERE id = ?",
              tenantId.toString(),
              VmStage.REQUESTED.name(),
              reason,
              Micros.of(now),
              VmRow.sealed("guest_secret_enc", id, guestSecret, vault),
              VmRow.sealed("ami_secret_enc", id, amiSecret, vault),
              id);
          insert(StageChangeRow.of(id, VmStage.REQUESTED, reason, Micros.of(now)));
          events.publish(Optional.of(tenantId), "vm", id, now);
          tell(id, now);
          return row(id).toMachine(vault);
        });
  }

  private List<String> candidates(Optional<PlanId> plan) {
    return rows(
            "SELECT v.id, v.stage_since FROM virtual_machine v"
                + " WHERE v.tenant_id IS NULL AND v.stage = 'WAITING' AND v.plan_id <=> ?"
                + " AND v.template_id IN (SELECT t.id FROM template_version t WHERE t.is_current)"
                + " ORDER BY v.stage_since, v.id",
            plan.map(PlanId::toString).orElse(null))
        .stream()
        .map(row -> String.valueOf(row[0]))
        .toList();
  }

  /** Locks it when it still is. */
  private boolean isFree(String id, String how) {
    return !rows(
            "SELECT id, stage FROM virtual_machine"
                + " WHERE id = ? AND tenant_id IS NULL AND stage = 'WAITING' FOR UPDATE"
                + how,
            id)
        .isEmpty();
  }

  @Override
  public boolean settle(
      String host, Optional<TemplateId> template, TenantNetwork network, Instant now) {
    // Whoever else does this waits here.
    PoolSize size = size(" FOR UPDATE");
    String plan = size.plan().map(PlanId::toString).orElse(null);
    boolean changed = template.isPresent() && makeAnew(host, template.get(), plan, now);
    List<PooledMachine> staying =
        list().stream()
            .filter(row -> row.host().equals(host) && row.stage() != PooledStage.LEAVING)
            .toList();
    int wanted = template.isPresent() ? size.machines() : 0;
    List<PooledMachine> surplus =
        staying.stream()
            .sorted(
                Comparator.comparing((PooledMachine row) -> row.stage() == PooledStage.WAITING)
                    .thenComparing(PooledMachine::stageSince, Comparator.reverseOrder()))
            .limit(Math.max(0, staying.size() - wanted))
            .toList();
    for (PooledMachine row : surplus) {
      // Without its plan, which may be deleted from now on.
      changed |=
          change(
                  "UPDATE virtual_machine SET stage = 'LEAVING', reason = '', plan_id = NULL,"
                      + " stage_since = ?, next_check = 0 WHERE id = ? AND tenant_id IS NULL",
                  Micros.of(now),
                  row.id().toString())
              > 0;
    }
    if (template.isPresent()) {
      changed |= ask(host, wanted - staying.size(), plan, template.get(), network, now);
    }
    if (changed) {
      tell(host, now);
    }
    return changed;
  }

  private boolean makeAnew(String host, TemplateId template, @Nullable String plan, Instant now) {
    return change(
            "UPDATE virtual_machine SET template_id = ?, plan_id = ?, stage = 'REQUESTED',"
                + " reason = '', failures = 0, stage_since = ?, next_check = 0"
                + " WHERE tenant_id IS NULL AND pool_host = ? AND stage <> 'LEAVING'"
                + " AND NOT (template_id <=> ? AND plan_id <=> ?)",
            template.value(),
            plan,
            Micros.of(now),
            host,
            template.value(),
            plan)
        > 0;
  }

  private boolean ask(
      String host,
      int number,
      @Nullable String plan,
      TemplateId template,
      TenantNetwork network,
      Instant now) {
    Set<Ipv4> taken = number > 0 ? new HashSet<>(addressesInUse()) : Set.of();
    boolean asked = false;
    for (int i = 0; i < number; i++) {
      // New tenants get the lowest: from the other end nobody is in their way.
      Optional<Ipv4> address = network.lastFree(taken);
      if (address.isEmpty()) {
        return asked;
      }
      taken.add(address.get());
      add(host, address.get(), plan, template, now);
      asked = true;
    }
    return asked;
  }

  private Set<Ipv4> addressesInUse() {
    return read(entities.createQuery("select v.address from VmRow v", String.class)).stream()
        .map(Ipv4::new)
        .collect(toSet());
  }

  private void add(
      String host, Ipv4 address, @Nullable String plan, TemplateId template, Instant now) {
    VmId id = VmId.random();
    VmRow row = new VmRow();
    row.id = id.toString();
    row.poolHost = host;
    row.name = "pool-" + row.id.substring(0, 8) + row.id.substring(9, 13);
    row.desired = POOL;
    row.stage = PooledStage.REQUESTED.name();
    row.reason = "";
    row.address = address.value();
    // Nobody ever uses them: a tenant gets its own.
    row.guestSecret = VmRow.sealed("guest_secret_enc", row.id, Secret.random(), vault);
    row.amiSecret = VmRow.sealed("ami_secret_enc", row.id, Secret.random(), vault);
    row.bootId = "";
    row.stageSince = Micros.of(now);
    row.diskOrigin = "OWN";
    row.plan = plan == null ? null : entities.getReference(PlanRow.class, plan);
    row.templateId = template.value();
    try {
      insert(row);
    } catch (PersistenceException e) {
      if (isDuplicateOf("vm_address", e)) {
        throw new AddressTaken(address, e);
      }
      throw e;
    }
  }

  @Override
  public List<PooledMachine> claimDue(
      String host, String owner, int limit, Duration lease, Instant now) {
    @SuppressWarnings("unchecked")
    List<VmRow> due =
        entities
            .createNativeQuery(
                "SELECT * FROM virtual_machine WHERE next_check <= :now AND lease_until <= :now"
                    + " AND tenant_id IS NULL AND pool_host = :host"
                    + " ORDER BY next_check, id LIMIT :limit FOR UPDATE SKIP LOCKED",
                VmRow.class)
            .setParameter("now", Micros.of(now))
            .setParameter("host", host)
            .setParameter("limit", limit)
            .getResultList();
    List<PooledMachine> claimed = due.stream().map(VmRow::toPooled).toList();
    entities.clear();
    if (!claimed.isEmpty()) {
      entities
          .createQuery(
              "update VmRow v set v.leaseOwner = :owner, v.leaseUntil = :until,"
                  + " v.nextCheck = :until where v.id in :ids")
          .setParameter("owner", owner)
          .setParameter("until", Micros.of(now.plus(lease)))
          .setParameter("ids", claimed.stream().map(row -> row.id().toString()).toList())
          .executeUpdate();
    }
    return claimed;
  }

  @Override
  public void release(VmId id, String owner, Instant nextLook) {
    change(
        "UPDATE virtual_machine SET lease_owner = NULL, lease_until = 0,"
            + " next_check = IF(next_check = 0, 0, ?)"
            + " WHERE id = ? AND lease_owner = ? AND tenant_id IS NULL",
        Micros.of(nextLook),
        id.toString(),
        owner);
  }

  @Override
  public void waits(PooledMachine machine, String madeAs, Instant now) {
    changeAndTell(
        machine.id(),
        now,
        "UPDATE virtual_machine SET stage = 'WAITING', reason = '', failures = 0,"
            + " stage_since = ?, made_as = ? WHERE id = ? AND tenant_id IS NULL"
            + " AND stage IN ('REQUESTED', 'FAILED') AND template_id = ? AND plan_id <=> ?",
        Micros.of(now),
        cut(madeAs, MADE_AS),
        machine.id().toString(),
        machine.template().value(),
        machine.plan().map(plan -> plan.id().toString()).orElse(null));
  }

  @Override
  public boolean withdraw(VmId id, String reason, Instant now) {
    return changeAndTell(
        id,
        now,
        "UPDATE virtual_machine SET stage = 'REQUESTED', reason = ?, stage_since = ?"
            + " WHERE id = ? AND tenant_id IS NULL AND stage = 'WAITING'",
        cut(reason, REASON),
        Micros.of(now),
        id.toString());
  }

  @Override
  public void failed(VmId id, String reason, Instant now) {
    changeAndTell(
        id,
        now,
        // In this order: each assignment sees those before it.
        "UPDATE virtual_machine SET stage_since = IF(stage = 'FAILED', stage_since, ?),"
            + " stage = 'FAILED', reason = ?, failures = failures + 1"
            + " WHERE id = ? AND tenant_id IS NULL AND stage IN ('REQUESTED', 'FAILED')",
        Micros.of(now),
        cut(reason, REASON),
        id.toString());
  }

  @Override
  public void remove(VmId id, Instant now) {
    changeAndTell(
        id,
        now,
        "DELETE FROM virtual_machine WHERE id = ? AND tenant_id IS NULL AND stage = 'LEAVING'",
        id.toString());
  }

  /** Changes the machine's row and, if it was as the statement wants it, tells the watchers. */
  private boolean changeAndTell(
      VmId id, Instant now, String statement, @Nullable Object... parameters) {
    boolean changed = change(statement, parameters) > 0;
    if (changed) {
      tell(id.toString(), now);
    }
    return changed;
  }

  private VmRow row(String id) {
    return readOne(
            entities
                .createQuery("select v from VmRow v where v.id = :id", VmRow.class)
                .setParameter("id", id))
        .orElseThrow();
  }

  private void tell(String subject, Instant now) {
    events.publish(Optional.empty(), "pool", subject, now);
  }
}
