package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.tenant.TenantId;

/**
 * Every write names its rows by primary key: a statement that had to search would wait for the rows
 * that other dialers lock while they store their calls.
 */
@ApplicationScoped
@Transactional
class JpaLaneRepository extends JpaRepository implements LaneRepository {
  @Inject LiveEvents events;

  @Override
  public List<Lane> hold(String owner, Duration lease, Instant now) {
    long until = Micros.of(now.plus(lease));
    Set<String> wanted =
        Set.copyOf(
            read(
                entities
                    .createQuery(
                        "select v.tenantId from VmRow v where v.desired = :running", String.class)
                    .setParameter("running", DesiredState.RUNNING.name())));
    List<LaneRow> lanes =
        read(entities.createQuery("select l from LaneRow l order by l.tenantId", LaneRow.class));
    open(wanted, lanes);
    giveBack(
        owner,
        now,
        tenants(lanes, lane -> owner.equals(lane.owner) && !wanted.contains(lane.tenantId)));
    renew(
        owner,
        until,
        tenants(lanes, lane -> owner.equals(lane.owner) && wanted.contains(lane.tenantId)));
    claim(owner, until, now, wanted);
    return read(
            entities
                .createQuery(
                    "select l from LaneRow l where l.owner = :owner order by l.tenantId",
                    LaneRow.class)
                .setParameter("owner", owner))
        .stream()
        .map(LaneRow::toLane)
        .toList();
  }

  /** Tenants that have no lane yet get one that nobody holds. */
  private void open(Set<String> wanted, List<LaneRow> lanes) {
    Set<String> missing = new TreeSet<>(wanted);
    lanes.forEach(lane -> missing.remove(lane.tenantId));
    for (String tenantId : missing) {
      entities
          .createNativeQuery(
              "INSERT INTO dialer_lane (tenant_id, owner, lease_until, epoch)"
                  + " VALUES (:tenant, NULL, 0, 0) ON DUPLICATE KEY UPDATE tenant_id = tenant_id")
          .setParameter("tenant", tenantId)
          .executeUpdate();
    }
  }

  private void giveBack(String owner, Instant now, List<String> tenants) {
    if (!tenants.isEmpty()) {
      entities
          .createQuery(
              "update LaneRow l set l.owner = null, l.leaseUntil = 0, l.contact = false,"
                  + " l.contactSince = :now where l.tenantId in :tenants and l.owner = :owner")
          .setParameter("now", Micros.of(now))
          .setParameter("tenants", tenants)
          .setParameter("owner", owner)
          .executeUpdate();
      tell(tenants, now);
    }
  }

  private void renew(String owner, long until, List<String> tenants) {
    if (!tenants.isEmpty()) {
      entities
          .createQuery(
              "update LaneRow l set l.leaseUntil = :until"
                  + " where l.tenantId in :tenants and l.owner = :owner")
          .setParameter("until", until)
          .setParameter("tenants", tenants)
          .setParameter("owner", owner)
          .executeUpdate();
    }
  }

  private void claim(String owner, long until, Instant moment, Set<String> wanted) {
    long now = Micros.of(moment);
    List<String> candidates =
        read(
                entities
                    .createQuery(
                        "select l.tenantId from LaneRow l"
                            + " where l.owner is null or l.leaseUntil <= :now order by l.tenantId",
                        String.class)
                    .setParameter("now", now))
            .stream()
            .filter(wanted::contains)
            .toList();
    if (candidates.isEmpty()) {
      return;
    }
    @SuppressWarnings("unchecked")
    List<String> free =
        entities
            .createNativeQuery(
                "SELECT tenant_id FROM dialer_lane WHERE tenant_id IN (:candidates)"
                    + " AND (owner IS NULL OR lease_until <= :now)"
                    + " ORDER BY tenant_id FOR UPDATE SKIP LOCKED",
                String.class)
            .setParameter("candidates", candidates)
            .setParameter("now", now)
            .getResultList();
    if (!free.isEmpty()) {
      entities
          .createQuery(
              "update LaneRow l set l.owner = :owner, l.leaseUntil = :until, l.epoch = l.epoch + 1,"
                  + " l.contact = false, l.contactSince = :now where l.tenantId in :free")
          .setParameter("now", now)
          .setParameter("owner", owner)
          .setParameter("until", until)
          .setParameter("free", free)
          .executeUpdate();
      tell(free, moment);
    }
  }

  private void tell(List<String> tenants, Instant now) {
    tenants.forEach(
        tenant -> events.publish(Optional.of(TenantId.parse(tenant)), "lane", tenant, now));
  }

  private static List<String> tenants(List<LaneRow> lanes, Predicate<LaneRow> which) {
    return lanes.stream().filter(which).map(lane -> lane.tenantId).toList();
  }

  @Override
  public Set<TenantId> waiting(String owner, Instant now) {
    @SuppressWarnings("unchecked")
    List<String> waiting =
        entities
            .createNativeQuery(
                "SELECT l.tenant_id FROM dialer_lane l WHERE l.owner = :owner AND EXISTS (SELECT 1"
                    + " FROM callback_request c WHERE c.tenant_id = l.tenant_id"
                    + " AND c.state = 'QUEUED' AND c.due_at <= :now)",
                String.class)
            .setParameter("owner", owner)
            .setParameter("now", Micros.of(now))
            .getResultList();
    return waiting.stream().map(TenantId::parse).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void contact(
      TenantId tenantId, String owner, boolean contact, int callsAtOnce, Instant now) {
    int changed =
        entities
            .createQuery(
                "update LaneRow l set l.contact = :contact, l.contactSince = :now,"
                    + " l.callsAtOnce = :most where l.tenantId = :tenant and l.owner = :owner")
            .setParameter("contact", contact)
            .setParameter("now", Micros.of(now))
            .setParameter("most", callsAtOnce)
            .setParameter("tenant", tenantId.toString())
            .setParameter("owner", owner)
            .executeUpdate();
    if (changed == 1) {
      tell(List.of(tenantId.toString()), now);
    }
  }

  @Override
  public void release(TenantId tenantId, String owner) {
    entities
        .createQuery(
            "update LaneRow l set l.owner = null, l.leaseUntil = 0, l.contact = false"
                + " where l.tenantId = :tenant and l.owner = :owner")
        .setParameter("tenant", tenantId.toString())
        .setParameter("owner", owner)
        .executeUpdate();
  }
}
