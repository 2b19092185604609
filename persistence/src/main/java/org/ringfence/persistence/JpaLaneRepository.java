package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ringfence.domain.callback.Lane;
import org.ringfence.domain.callback.LaneRepository;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaLaneRepository extends JpaRepository implements LaneRepository {
  private static final String WANTED =
      "(SELECT tenant_id FROM virtual_machine WHERE desired = :running)";

  @Override
  public List<Lane> hold(String owner, Duration lease, Instant now) {
    String running = DesiredState.RUNNING.name();
    long until = Micros.of(now.plus(lease));
    entities
        .createNativeQuery(
            "INSERT INTO dialer_lane (tenant_id, owner, lease_until, epoch)"
                + " SELECT v.tenant_id, NULL, 0, 0 FROM virtual_machine v"
                + " LEFT JOIN dialer_lane l ON l.tenant_id = v.tenant_id"
                + " WHERE v.desired = :running AND l.tenant_id IS NULL"
                + " ON DUPLICATE KEY UPDATE tenant_id = dialer_lane.tenant_id")
        .setParameter("running", running)
        .executeUpdate();
    entities
        .createNativeQuery(
            "UPDATE dialer_lane SET owner = NULL, lease_until = 0"
                + " WHERE owner = :owner AND tenant_id NOT IN "
                + WANTED)
        .setParameter("owner", owner)
        .setParameter("running", running)
        .executeUpdate();
    entities
        .createNativeQuery("UPDATE dialer_lane SET lease_until = :until WHERE owner = :owner")
        .setParameter("until", until)
        .setParameter("owner", owner)
        .executeUpdate();
    @SuppressWarnings("unchecked")
    List<String> free =
        entities
            .createNativeQuery(
                "SELECT tenant_id FROM dialer_lane"
                    + " WHERE (owner IS NULL OR lease_until <= :now) AND tenant_id IN "
                    + WANTED
                    + " ORDER BY tenant_id FOR UPDATE SKIP LOCKED",
                String.class)
            .setParameter("now", Micros.of(now))
            .setParameter("running", running)
            .getResultList();
    if (!free.isEmpty()) {
      entities
          .createQuery(
              "update LaneRow l set l.owner = :owner, l.leaseUntil = :until, l.epoch = l.epoch + 1"
                  + " where l.tenantId in :free")
          .setParameter("owner", owner)
          .setParameter("until", until)
          .setParameter("free", free)
          .executeUpdate();
    }
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

  @Override
  public void release(TenantId tenantId, String owner) {
    entities
        .createQuery(
            "update LaneRow l set l.owner = null, l.leaseUntil = 0"
                + " where l.tenantId = :tenant and l.owner = :owner")
        .setParameter("tenant", tenantId.toString())
        .setParameter("owner", owner)
        .executeUpdate();
  }
}
