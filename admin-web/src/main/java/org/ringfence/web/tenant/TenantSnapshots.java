package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/**
 * What a hosting admin does with snapshots of a tenant's data disk: wishes, which the provisioner
 * makes come true.
 */
@ApplicationScoped
@Transactional
public class TenantSnapshots {
  /** Each is a copy of a disk; whoever needs more of them needs a backup. */
  static final int MOST = 10;

  @Inject SnapshotRepository snapshots;
  @Inject VmRepository machines;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** Newest first. */
  public List<Snapshot> list(TenantId tenantId) {
    return snapshots.list(tenantId);
  }

  public Optional<Snapshot> find(TenantId tenantId, SnapshotId id) {
    return snapshots.find(tenantId, id);
  }

  /**
   * Asks for a snapshot.
   *
   * @throws InvalidForm when the label is refused, or when there is nothing to take one of
   */
  public Snapshot take(Tenant tenant, String label, String actor) {
    machine(tenant);
    DisplayName name;
    try {
      name = new DisplayName(label);
    } catch (InvalidValue refused) {
      throw new InvalidForm("label", refused);
    }
    if (snapshots.list(tenant.id()).size() >= MOST) {
      throw refused(
          "label", "There are " + MOST + " snapshots already. Please delete one of them first.");
    }
    Instant now = clock.instant();
    Snapshot snapshot = new Snapshot(SnapshotId.random(), name, Snapshot.State.WANTED, "", now);
    snapshots.add(tenant.id(), snapshot);
    record(tenant, actor, "snapshot.taken", name.value(), now);
    return snapshot;
  }

  /**
   * Asks for the data disk to be put back. The trunks stay out of use afterwards until somebody
   * releases them.
   *
   * @throws InvalidForm when the snapshot is not there or not whole, or the machine is being
   *     deleted
   */
  public void rollBack(Tenant tenant, SnapshotId id, String actor) {
    machine(tenant);
    Snapshot snapshot =
        snapshots
            .find(tenant.id(), id)
            .filter(found -> found.state() == Snapshot.State.READY)
            .orElseThrow(
                () -> refused("snapshot", "There is no such snapshot, or it is not complete."));
    snapshots.askRollBack(tenant.id(), id);
    record(tenant, actor, "snapshot.rolled-back", snapshot.label().value(), clock.instant());
  }

  /** Asks for its deletion. Nothing happens when it is not there, or wished for already. */
  public void delete(Tenant tenant, SnapshotId id, String actor) {
    snapshots
        .find(tenant.id(), id)
        .filter(found -> found.state() != Snapshot.State.UNWANTED)
        .ifPresent(
            found -> {
              snapshots.discard(tenant.id(), id);
              record(tenant, actor, "snapshot.deleted", found.label().value(), clock.instant());
            });
  }

  private VirtualMachine machine(Tenant tenant) {
    return machines
        .find(tenant.id())
        .filter(machine -> machine.desired() != DesiredState.DELETED)
        .orElseThrow(
            () -> refused("snapshot", "The tenant's machine is deleted or being deleted."));
  }

  private static InvalidForm refused(String field, String sentence) {
    return new InvalidForm(Map.of(field, sentence));
  }

  private void record(Tenant tenant, String actor, String action, String subject, Instant now) {
    audit.append(new AuditEntry(Optional.of(tenant.id()), actor, action, subject, now));
  }
}
