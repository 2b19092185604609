package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.config.ConfigBundle;
import org.ringfence.config.ConfigGenerator;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
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
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;

/**
 * Finds the configuration a guest should run and renders it when it is asked for first.
 *
 * <p>A rendered revision is one consistent snapshot although it is read in several statements:
 * every change stores its revision in its own transaction, so when no newer revision appeared while
 * reading, nothing changed. Two processes that render the same revision render the same bytes.
 */
final class GuestConfigurations {
  private static final Logger LOG = Logger.getLogger(GuestConfigurations.class.getName());
  private static final int MOST_SNAPSHOTS = 20;

  private final VmRepository machines;
  private final TenantRepository tenants;
  private final TrunkRepository trunks;
  private final ExtensionRepository extensions;
  private final HandlingRepository handlings;
  private final SoundRepository sounds;
  private final RevisionRepository revisions;
  private final TenantNetwork network;
  private final Clock clock;
  private final ConfigGenerator generator = new ConfigGenerator();

  GuestConfigurations(
      VmRepository machines,
      TenantRepository tenants,
      TrunkRepository trunks,
      ExtensionRepository extensions,
      HandlingRepository handlings,
      SoundRepository sounds,
      RevisionRepository revisions,
      TenantNetwork network,
      Clock clock) {
    this.machines = machines;
    this.tenants = tenants;
    this.trunks = trunks;
    this.extensions = extensions;
    this.handlings = handlings;
    this.sounds = sounds;
    this.revisions = revisions;
    this.network = network;
    this.clock = clock;
  }

  /**
   * The answer for now.
   *
   * @param have the newest revision the guest has dealt with, 0 for none; one that does not exist,
   *     because the database is older than the guest's disk, counts as none
   */
  GuestAnswer answer(VmId id, int have) {
    Optional<VirtualMachine> found = machines.findById(id);
    if (found.isEmpty() || found.get().desired() == DesiredState.DELETED) {
      return new GuestAnswer.Gone();
    }
    VirtualMachine machine = found.get();
    TenantId tenantId = machine.tenantId();
    Optional<Revision> newest = revisions.newest(tenantId);
    if (newest.isPresent() && newest.get().state() == RevisionState.REQUESTED) {
      newest = render(machine, newest.get());
    }
    if (newest.isEmpty()) {
      return new GuestAnswer.Nothing();
    }
    int known = have > newest.get().number() ? 0 : have;
    Optional<Revision> wanted =
        newest.get().state() == RevisionState.FAILED ? revisions.applied(tenantId) : newest;
    return wanted
        .filter(revision -> revision.number() > known)
        .flatMap(
            revision ->
                revisions
                    .bundle(tenantId, revision.number())
                    .<GuestAnswer>map(
                        bundle ->
                            new GuestAnswer.Bundle(revision.number(), revision.digest(), bundle)))
        .orElseGet(GuestAnswer.Nothing::new);
  }

  private Optional<Revision> render(VirtualMachine machine, Revision requested) {
    TenantId tenantId = machine.tenantId();
    Tenant tenant =
        tenants
            .find(tenantId)
            .orElseThrow(() -> new IllegalStateException(machine.name() + " has no tenant"));
    Optional<Revision> newest = Optional.of(requested);
    for (int i = 0; i < MOST_SNAPSHOTS; i++) {
      int number = newest.map(Revision::number).orElse(0);
      List<Trunk> trunksNow = trunks.list(tenantId);
      List<Extension> extensionsNow = extensions.list(tenantId);
      VirtualMachine machineNow = machines.findById(machine.id()).orElse(machine);
      // By when the revision was asked for: whoever renders it renders the same days.
      Year year = Year.from(newest.orElse(requested).requestedAt().atZone(ZoneOffset.UTC));
      CallHandling handlingNow =
          new CallHandling(handlings.list(tenantId), sounds.digests(tenantId), Optional.of(year));
      newest = revisions.newest(tenantId);
      if (newest.map(Revision::number).orElse(0) == number) {
        TenantPbx pbx =
            new TenantPbx(
                tenant.slug(),
                tenant.country(),
                trunksNow,
                extensionsNow,
                handlingNow,
                network.host(),
                machineNow.amiSecret(),
                machineNow.mostCalls());
        store(tenant, number, asFarAsAllowed(pbx, machineNow));
        return revisions.find(tenantId, number);
      }
    }
    // Somebody saves faster than we read; the next question finds a quieter moment.
    return Optional.empty();
  }

  private static TenantPbx asFarAsAllowed(TenantPbx pbx, VirtualMachine machine) {
    if (machine.desired() == DesiredState.SUSPENDED) {
      return pbx.refusingCalls();
    }
    return machine.disk().isQuarantined() ? pbx.inQuarantine() : pbx;
  }

  private void store(Tenant tenant, int number, TenantPbx pbx) {
    ConfigBundle bundle;
    try {
      bundle = generator.render(pbx);
    } catch (UnrenderableConfig refused) {
      revisions.failed(tenant.id(), number, String.valueOf(refused.getMessage()), clock.instant());
      return;
    } catch (RuntimeException defect) {
      LOG.log(
          Level.SEVERE,
          "Revision " + number + " of tenant " + tenant.slug() + " cannot be rendered",
          defect);
      revisions.failed(
          tenant.id(),
          number,
          "The configuration could not be written because of a defect in Ringfence ("
              + defect.getClass().getSimpleName()
              + "). The log has the details.",
          clock.instant());
      return;
    }
    revisions.rendered(tenant.id(), number, bundle.digest(), bundle.tar(), clock.instant());
  }
}
