package org.ringfence.domain.machine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.Secret;
import org.ringfence.domain.tenant.TenantId;

/**
 * The snapshots of tenants' VMs: wished for by the portal, taken and deleted by the provisioner.
 */
public interface SnapshotRepository {
  /** Stores one that is wanted, and wakes the provisioner. */
  void add(TenantId tenantId, Snapshot snapshot);

  /** Newest first, those to be deleted too. */
  List<Snapshot> list(TenantId tenantId);

  Optional<Snapshot> find(TenantId tenantId, SnapshotId id);

  /** Wants it deleted, and wakes the provisioner. */
  void discard(TenantId tenantId, SnapshotId id);

  /** It was taken, or could not be; nothing when it is not wanted any more. */
  void settle(TenantId tenantId, SnapshotId id, Snapshot.State state, String reason, Instant now);

  /** It is gone. */
  void remove(TenantId tenantId, SnapshotId id);

  /** Notes on the VM that nothing is left to do, unless something came up meanwhile. */
  void finished(TenantId tenantId);

  /** Wants the VM's data disk put back to a snapshot; its own state of now is lost. */
  void askRollBack(TenantId tenantId, SnapshotId snapshot);

  /**
   * The data disk is as it was in the snapshot. From now on the VM has new secrets, and no trunks
   * until somebody ends its quarantine.
   */
  @AcrossTenants("the reconciler holds VMs by lease")
  void rolledBack(VmId id, SnapshotId snapshot, Secret guestSecret, Secret amiSecret);

  /** The roll back wished for cannot be done; the wish is taken off. */
  @AcrossTenants("the reconciler holds VMs by lease")
  void rollBackFailed(VmId id, SnapshotId snapshot);

  /** A disk that was put back runs with a configuration of today. */
  @AcrossTenants("the reconciler holds VMs by lease")
  void quarantined(VmId id);

  /** The tenant's trunks may be used again. */
  void endQuarantine(TenantId tenantId);
}
