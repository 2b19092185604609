package org.ringfence.domain.memory;

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
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/** The snapshots' rows, in memory, by the contract of the port. */
public final class MemorySnapshots implements SnapshotRepository {
  private record Key(TenantId tenantId, SnapshotId id) {}

  private final MemoryMachines machines;
  private final Map<Key, Snapshot> rows = new LinkedHashMap<>();

  public MemorySnapshots(MemoryMachines machines) {
    this.machines = machines;
  }

  @Override
  public void add(TenantId tenantId, Snapshot snapshot) {
    rows.put(new Key(tenantId, snapshot.id()), snapshot);
    due(tenantId, true);
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
    put(tenantId, id, Snapshot.State.UNWANTED, "", Instant.EPOCH);
    due(tenantId, true);
  }

  @Override
  public void settle(
      TenantId tenantId, SnapshotId id, Snapshot.State state, String reason, Instant now) {
    if (find(tenantId, id).filter(row -> row.state() == Snapshot.State.WANTED).isPresent()) {
      put(tenantId, id, state, reason, now);
    }
  }

  private void put(
      TenantId tenantId, SnapshotId id, Snapshot.State state, String reason, Instant now) {
    rows.computeIfPresent(
        new Key(tenantId, id), (key, row) -> new Snapshot(id, row.label(), state, reason, now));
  }

  @Override
  public void remove(TenantId tenantId, SnapshotId id) {
    rows.remove(new Key(tenantId, id));
  }

  @Override
  public void finished(TenantId tenantId) {
    boolean due =
        list(tenantId).stream()
            .anyMatch(
                row ->
                    row.state() == Snapshot.State.WANTED || row.state() == Snapshot.State.UNWANTED);
    if (!due) {
      due(tenantId, false);
    }
  }

  private void due(TenantId tenantId, boolean due) {
    DataDisk disk = disk(tenantId);
    put(tenantId, new DataDisk(due, disk.rollBackTo(), disk.origin()), due);
  }

  @Override
  public void askRollBack(TenantId tenantId, SnapshotId snapshot) {
    DataDisk disk = disk(tenantId);
    put(tenantId, new DataDisk(disk.snapshotsDue(), Optional.of(snapshot), disk.origin()), true);
  }

  @Override
  public void rolledBack(VmId id, SnapshotId snapshot, Secret guestSecret, Secret amiSecret) {
    rollingBack(id, snapshot)
        .ifPresent(
            row ->
                machines.disk(
                    row.withDisk(
                        guestSecret,
                        amiSecret,
                        new DataDisk(row.disk().snapshotsDue(), Optional.empty(), Origin.PUT_BACK)),
                    false));
  }

  @Override
  public void rollBackFailed(VmId id, SnapshotId snapshot) {
    rollingBack(id, snapshot)
        .ifPresent(
            row ->
                machines.disk(
                    row.with(
                        new DataDisk(
                            row.disk().snapshotsDue(), Optional.empty(), row.disk().origin())),
                    false));
  }

  @Override
  public void quarantined(VmId id) {
    machines
        .findById(id)
        .filter(row -> row.disk().origin() == Origin.PUT_BACK)
        .ifPresent(row -> machines.disk(row.with(row.disk().with(Origin.QUARANTINED)), false));
  }

  @Override
  public void endQuarantine(TenantId tenantId) {
    put(tenantId, disk(tenantId).with(Origin.OWN), false);
  }

  private Optional<VirtualMachine> rollingBack(VmId id, SnapshotId snapshot) {
    return machines
        .findById(id)
        .filter(row -> row.disk().rollBackTo().equals(Optional.of(snapshot)));
  }

  private DataDisk disk(TenantId tenantId) {
    return machines.find(tenantId).orElseThrow().disk();
  }

  private void put(TenantId tenantId, DataDisk changed, boolean due) {
    machines.disk(machines.find(tenantId).orElseThrow().with(changed), due);
  }
}
