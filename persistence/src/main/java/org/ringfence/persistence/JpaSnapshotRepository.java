package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaSnapshotRepository extends JpaRepository implements SnapshotRepository {
  private static final int REASON = 1000;
  private static final String OF_TENANT =
      " s.vmId in (select v.id from VmRow v where v.tenantId = :tenant)";

  @Inject Vault vault;
  @Inject LiveEvents events;
  @Inject Clock clock;

  @Override
  public void add(TenantId tenantId, Snapshot snapshot) {
    insert(SnapshotRow.of(vmOf(tenantId), snapshot));
    wake(tenantId);
  }

  @Override
  public List<Snapshot> list(TenantId tenantId) {
    return read(
            entities
                .createQuery(
                    "select s from SnapshotRow s where"
                        + OF_TENANT
                        + " order by s.takenAt desc, s.id",
                    SnapshotRow.class)
                .setParameter("tenant", tenantId.toString()))
        .stream()
        .map(SnapshotRow::toSnapshot)
        .toList();
  }

  @Override
  public Optional<Snapshot> find(TenantId tenantId, SnapshotId id) {
    return readOne(
            entities
                .createQuery(
                    "select s from SnapshotRow s where s.id = :id and" + OF_TENANT,
                    SnapshotRow.class)
                .setParameter("id", id.toString())
                .setParameter("tenant", tenantId.toString()))
        .map(SnapshotRow::toSnapshot);
  }

  @Override
  public void discard(TenantId tenantId, SnapshotId id) {
    int changed =
        entities
            .createQuery(
                "update SnapshotRow s set s.state = :unwanted where s.id = :id and" + OF_TENANT)
            .setParameter("unwanted", Snapshot.State.UNWANTED.name())
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (changed == 1) {
      wake(tenantId);
    }
  }

  @Override
  public void settle(
      TenantId tenantId, SnapshotId id, Snapshot.State state, String reason, Instant now) {
    entities
        .createQuery(
            "update SnapshotRow s set s.state = :state, s.reason = :reason, s.takenAt = :now"
                + " where s.id = :id and s.state = :wanted and"
                + OF_TENANT)
        .setParameter("state", state.name())
        .setParameter("reason", cut(reason, REASON))
        .setParameter("now", Micros.of(now))
        .setParameter("id", id.toString())
        .setParameter("wanted", Snapshot.State.WANTED.name())
        .setParameter("tenant", tenantId.toString())
        .executeUpdate();
    tell(tenantId);
  }

  @Override
  public void remove(TenantId tenantId, SnapshotId id) {
    entities
        .createQuery("delete from SnapshotRow s where s.id = :id and" + OF_TENANT)
        .setParameter("id", id.toString())
        .setParameter("tenant", tenantId.toString())
        .executeUpdate();
    tell(tenantId);
  }

  @Override
  public void finished(TenantId tenantId) {
    entities
        .createQuery(
            "update VmRow v set v.snapshotsDue = false where v.tenantId = :tenant"
                + " and not exists (select s from SnapshotRow s where s.vmId = v.id"
                + " and s.state in (:wanted, :unwanted))")
        .setParameter("tenant", tenantId.toString())
        .setParameter("wanted", Snapshot.State.WANTED.name())
        .setParameter("unwanted", Snapshot.State.UNWANTED.name())
        .executeUpdate();
  }

  @Override
  public void askRollBack(TenantId tenantId, SnapshotId snapshot) {
    int changed =
        entities
            .createQuery(
                "update VmRow v set v.rollBackTo = :snapshot, v.nextCheck = 0"
                    + " where v.tenantId = :tenant")
            .setParameter("snapshot", snapshot.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate();
    if (changed == 1) {
      tellOfVm(tenantId);
    }
  }

  @Override
  public void rolledBack(VmId id, SnapshotId snapshot, Secret guestSecret, Secret amiSecret) {
    entities
        .createQuery(
            "update VmRow v set v.rollBackTo = null, v.diskOrigin = :putBack,"
                + " v.guestSecret = :guest, v.amiSecret = :ami"
                + " where v.id = :id and v.rollBackTo = :snapshot")
        .setParameter("putBack", DataDisk.Origin.PUT_BACK.name())
        .setParameter("guest", VmRow.sealed("guest_secret_enc", id.toString(), guestSecret, vault))
        .setParameter("ami", VmRow.sealed("ami_secret_enc", id.toString(), amiSecret, vault))
        .setParameter("id", id.toString())
        .setParameter("snapshot", snapshot.toString())
        .executeUpdate();
  }

  @Override
  public void rollBackFailed(VmId id, SnapshotId snapshot) {
    entities
        .createQuery(
            "update VmRow v set v.rollBackTo = null where v.id = :id and v.rollBackTo = :snapshot")
        .setParameter("id", id.toString())
        .setParameter("snapshot", snapshot.toString())
        .executeUpdate();
  }

  @Override
  public void quarantined(VmId id) {
    origin("v.id = :of", id.toString(), DataDisk.Origin.PUT_BACK, DataDisk.Origin.QUARANTINED);
  }

  @Override
  public void endQuarantine(TenantId tenantId) {
    boolean changed =
        origin(
            "v.tenantId = :of",
            tenantId.toString(),
            DataDisk.Origin.QUARANTINED,
            DataDisk.Origin.OWN);
    if (changed) {
      tellOfVm(tenantId);
    }
  }

  private boolean origin(String which, String of, DataDisk.Origin from, DataDisk.Origin to) {
    return entities
            .createQuery(
                "update VmRow v set v.diskOrigin = :to where v.diskOrigin = :from and " + which)
            .setParameter("of", of)
            .setParameter("from", from.name())
            .setParameter("to", to.name())
            .executeUpdate()
        == 1;
  }

  private String vmOf(TenantId tenantId) {
    return readOne(
            entities
                .createQuery("select v.id from VmRow v where v.tenantId = :tenant", String.class)
                .setParameter("tenant", tenantId.toString()))
        .orElseThrow(() -> new IllegalStateException("tenant " + tenantId + " has no VM"));
  }

  /** The row of the VM is locked by this: whoever notes that all is done comes before or after. */
  private void wake(TenantId tenantId) {
    entities
        .createQuery(
            "update VmRow v set v.snapshotsDue = true, v.nextCheck = 0 where v.tenantId = :tenant")
        .setParameter("tenant", tenantId.toString())
        .executeUpdate();
    tell(tenantId);
  }

  private void tellOfVm(TenantId tenantId) {
    events.publish(Optional.of(tenantId), "vm", vmOf(tenantId), clock.instant());
  }

  private void tell(TenantId tenantId) {
    events.publish(Optional.of(tenantId), "snapshot", tenantId.toString(), clock.instant());
  }
}
