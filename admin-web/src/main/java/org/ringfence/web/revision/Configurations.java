package org.ringfence.web.revision;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.ringfence.config.ConfigBundle;
import org.ringfence.config.ConfigGenerator;
import org.ringfence.domain.Secret;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.web.tenant.Network;

/** A tenant's configuration: what it would be, what it is, what it was. */
@ApplicationScoped
@Transactional
public class Configurations {
  @Inject TenantRepository tenants;
  @Inject VmRepository machines;
  @Inject TrunkRepository trunks;
  @Inject ExtensionRepository extensions;
  @Inject HandlingRepository handlings;
  @Inject SoundRepository sounds;
  @Inject RevisionRepository revisions;
  @Inject AuditLog audit;
  @Inject Network network;
  @Inject Clock clock;

  private final ConfigGenerator generator = new ConfigGenerator();

  public List<Revision> list(TenantId tenantId) {
    return revisions.list(tenantId, 200);
  }

  public Optional<Revision> find(TenantId tenantId, int number) {
    return revisions.find(tenantId, number);
  }

  public Optional<Revision> newest(TenantId tenantId) {
    return revisions.newest(tenantId);
  }

  public Optional<Revision> live(TenantId tenantId) {
    return revisions.applied(tenantId);
  }

  /** The configuration that is live in the VM. */
  public Optional<ConfigBundle> liveBundle(TenantId tenantId) {
    return revisions.applied(tenantId).flatMap(live -> bundle(tenantId, live.number()));
  }

  /** A revision as it was rendered; empty when it never was. */
  public Optional<ConfigBundle> bundle(TenantId tenantId, int number) {
    return revisions.bundle(tenantId, number).map(ConfigBundle::read);
  }

  /** What the stored PBX is rendered to. */
  public ConfigBundle current(TenantId tenantId) {
    return generator.render(pbx(tenantId, UnaryOperator.identity(), UnaryOperator.identity()));
  }

  /** What the PBX would be rendered to with this trunk in it; stores nothing. */
  public ConfigBundle with(TenantId tenantId, Trunk trunk) {
    return generator.render(
        pbx(
            tenantId,
            stored -> Changed.with(stored, trunk, other -> other.id().equals(trunk.id())),
            UnaryOperator.identity()));
  }

  /** What the PBX would be rendered to with this extension in it; stores nothing. */
  public ConfigBundle with(TenantId tenantId, Extension extension) {
    return generator.render(
        pbx(
            tenantId,
            UnaryOperator.identity(),
            stored -> Changed.with(stored, extension, other -> other.id().equals(extension.id()))));
  }

  /** Everything the stored PBX is made of. */
  public TenantPbx pbx(TenantId tenantId) {
    return pbx(tenantId, UnaryOperator.identity(), UnaryOperator.identity());
  }

  private TenantPbx pbx(
      TenantId tenantId,
      UnaryOperator<List<Trunk>> trunkChange,
      UnaryOperator<List<Extension>> extensionChange) {
    Tenant tenant = tenants.find(tenantId).orElseThrow();
    // Without a VM there is no secret for AMI yet; what is shown to people is masked anyway.
    Optional<VirtualMachine> machine = machines.find(tenantId);
    Secret amiSecret = machine.map(VirtualMachine::amiSecret).orElseGet(Secret::random);
    return new TenantPbx(
        tenant.slug(),
        tenant.country(),
        trunkChange.apply(trunks.list(tenantId)),
        extensionChange.apply(extensions.list(tenantId)),
        new CallHandling(
            handlings.list(tenantId),
            sounds.digests(tenantId),
            Optional.of(Year.from(clock.instant().atZone(ZoneOffset.UTC)))),
        network.centre(),
        amiSecret,
        machine.map(VirtualMachine::mostCalls).orElseGet(OptionalInt::empty));
  }

  /** Whether the hoster lets this PBX refuse all calls; an earlier revision would lift that. */
  public boolean isSuspended(TenantId tenantId) {
    return machines
        .find(tenantId)
        .filter(machine -> machine.desired() == DesiredState.SUSPENDED)
        .isPresent();
  }

  /**
   * Makes a new revision with the configuration of an earlier one. Trunks and extensions stay as
   * they are edited: the next saved change is rendered from them.
   *
   * @return the new revision's number; empty when the earlier one does not exist or was never
   *     rendered, or while the PBX is suspended
   */
  public Optional<Integer> restore(TenantId tenantId, int number, String actor) {
    Optional<byte[]> bundle = revisions.bundle(tenantId, number);
    Optional<Revision> earlier = revisions.find(tenantId, number);
    if (bundle.isEmpty() || earlier.isEmpty() || isSuspended(tenantId)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    int restored =
        revisions.request(
            tenantId, "Configuration of revision " + number + " restored", actor, now);
    revisions.rendered(tenantId, restored, earlier.get().digest(), bundle.get(), now);
    audit.append(
        new AuditEntry(
            Optional.of(tenantId), actor, "revision.restored", Integer.toString(number), now));
    return Optional.of(restored);
  }
}
