package org.ringfence.web.tenant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.DataDisk.Origin;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/** Snapshots in memory, by the contract of the port; what only provisioners do is refused. */
final class MemorySnapshots implements SnapshotRepository {
  private record Key(TenantId tenantId, SnapshotId id) {}

  private final MemoryMachines machines;
  private final Map<Key, Snapshot> rows = new LinkedHashMap<>();

  MemorySnapshots(MemoryMachines machines) {
    this.machines = machines;
  }

  @Override
  public void add(TenantId tenantId, Snapshot snapshot) {
    rows.put(new Key(tenantId, snapshot.id()), snapshot);
  }

  @Override
  public List<Snapshot> list(TenantId tenantId) {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().tenantId().equals(tenantId))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Optional<Snapshot> find(TenantId tenantId, SnapshotId id) {
    return Optional.ofNullable(rows.get(new Key(tenantId, id)));
  }

  @Override
  public void discard(TenantId tenantId, SnapshotId id) {
    settle(tenantId, id, Snapshot.State.UNWANTED, "", Instant.EPOCH);
  }

  @Override
  public void settle(
      TenantId tenantId, SnapshotId id, Snapshot.State state, String reason, Instant now) {
    rows.computeIfPresent(
        new Key(tenantId, id), (key, row) -> new Snapshot(id, row.label(), state, reason, now));
  }

  @Override
  public void remove(TenantId tenantId, SnapshotId id) {
    rows.remove(new Key(tenantId, id));
  }

  @Override
  public void askRollBack(TenantId tenantId, SnapshotId snapshot) {
    machines.disk(tenantId, new DataDisk(false, Optional.of(snapshot), Origin.OWN));
  }

  /** As a provisioner leaves a machine whose data was put back. */
  void quarantine(TenantId tenantId) {
    machines.disk(tenantId, new DataDisk(false, Optional.empty(), Origin.QUARANTINED));
  }

  @Override
  public void endQuarantine(TenantId tenantId) {
    machines.disk(tenantId, DataDisk.OWN);
  }

  @Override
  public void finished(TenantId tenantId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rolledBack(VmId id, SnapshotId snapshot, Secret guestSecret, Secret amiSecret) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rollBackFailed(VmId id, SnapshotId snapshot) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void quarantined(VmId id) {
    throw new UnsupportedOperationException();
  }
}
