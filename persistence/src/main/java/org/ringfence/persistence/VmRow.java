package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.persistence.Vault.Place;

@Entity
@Table(name = "virtual_machine")
@SuppressWarnings("NullAway.Init")
class VmRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  /** Null while it waits in the pool: stage is then one of the pool's, and desired is POOL. */
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  @Nullable String tenantId;

  /** In whose pool it is; null for a tenant's. */
  @Column(name = "pool_host")
  @Nullable String poolHost;

  /** What it was made as when it last began to wait. */
  @Column(name = "made_as")
  String madeAs = "";

  String name;
  String desired;
  String stage;
  String reason;
  String address;

  @Column(name = "guest_secret_enc")
  byte[] guestSecret;

  @Column(name = "ami_secret_enc")
  byte[] amiSecret;

  @Column(name = "boot_id")
  String bootId;

  int failures;

  @Column(name = "stage_since")
  long stageSince;

  @Column(name = "restart_asked")
  @Nullable Long restartAsked;

  @Column(name = "delete_after")
  @Nullable Long deleteAfter;

  @Column(name = "snapshots_due")
  boolean snapshotsDue;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "roll_back_to", length = 36)
  @Nullable String rollBackTo;

  @Column(name = "disk_origin")
  String diskOrigin;

  @ManyToOne
  @JoinColumn(name = "plan_id")
  @Nullable PlanRow plan;

  @Column(name = "template_id")
  @Nullable String templateId;

  /** The move under way; goes with the row. */
  @ManyToOne
  @JoinColumn(name = "move_id")
  @Nullable TemplateMoveRow move;

  /** Of {@link JpaHostRepository}. */
  @Column(name = "host_name")
  @Nullable String host;

  @Column(name = "heard_at")
  @Nullable Long heardAt;

  /** When to look at it; 0 means at once, and outlives the release of a claim made before. */
  @Column(name = "next_check")
  long nextCheck;

  @Column(name = "lease_owner")
  @Nullable String leaseOwner;

  @Column(name = "lease_until")
  long leaseUntil;

  static VmRow of(VirtualMachine machine, Vault vault) {
    VmRow row = new VmRow();
    row.id = machine.id().toString();
    row.tenantId = machine.tenantId().toString();
    row.name = machine.name();
    row.desired = machine.desired().name();
    row.stage = machine.stage().name();
    row.reason = machine.reason();
    row.address = machine.address().value();
    row.guestSecret = vault.seal(row.place("guest_secret_enc"), machine.guestSecret());
    row.amiSecret = vault.seal(row.place("ami_secret_enc"), machine.amiSecret());
    row.bootId = machine.bootId();
    row.failures = machine.failures();
    row.stageSince = Micros.of(machine.stageSince());
    row.restartAsked = machine.restartAsked().map(Micros::of).orElse(null);
    row.deleteAfter = machine.deleteAfter().map(Micros::of).orElse(null);
    row.snapshotsDue = machine.disk().snapshotsDue();
    row.rollBackTo = machine.disk().rollBackTo().map(SnapshotId::toString).orElse(null);
    row.diskOrigin = machine.disk().origin().name();
    row.templateId = machine.template().version().map(TemplateId::value).orElse(null);
    return row;
  }

  VirtualMachine toMachine(Vault vault) {
    return new VirtualMachine(
        VmId.parse(id),
        TenantId.parse(Objects.requireNonNull(tenantId, "in the pool")),
        name,
        DesiredState.valueOf(desired),
        VmStage.valueOf(stage),
        reason,
        new Ipv4(address),
        vault.openSecret(place("guest_secret_enc"), guestSecret),
        vault.openSecret(place("ami_secret_enc"), amiSecret),
        bootId,
        failures,
        Micros.toInstant(stageSince),
        Micros.toInstant(restartAsked),
        Micros.toInstant(deleteAfter),
        new DataDisk(
            snapshotsDue,
            Optional.ofNullable(rollBackTo).map(SnapshotId::parse),
            DataDisk.Origin.valueOf(diskOrigin)),
        Optional.ofNullable(plan).map(PlanRow::toPlan),
        new VmTemplate(
            Optional.ofNullable(templateId).map(TemplateId::new),
            Optional.ofNullable(move).map(TemplateMoveRow::toMove)));
  }

  /** The VM as one of the pool, which it is while it has no tenant. */
  PooledMachine toPooled() {
    return new PooledMachine(
        VmId.parse(id),
        Objects.requireNonNull(poolHost),
        name,
        new Ipv4(address),
        PooledStage.valueOf(stage),
        reason,
        Micros.toInstant(stageSince),
        new TemplateId(Objects.requireNonNull(templateId)),
        Optional.ofNullable(plan).map(PlanRow::toPlan),
        madeAs,
        failures);
  }

  /** A secret of the VM with this id, as a row holds it. */
  static byte[] sealed(String column, String id, Secret secret, Vault vault) {
    return vault.seal(new Place("virtual_machine", column, id), secret);
  }

  private Place place(String column) {
    return new Place("virtual_machine", column, id);
  }
}
