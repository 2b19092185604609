package org.ringfence.web.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.form.InvalidForm;

/**
 * What a hosting admin does with a tenant's VM. Each is a wish in the database that the provisioner
 * makes come true; a wish that has come true already changes nothing.
 */
@ApplicationScoped
@Transactional
public class Lifecycle {
  /** A wish, with the states of a VM in which it makes sense. */
  public enum Action {
    START(DesiredState.RUNNING),
    STOP(DesiredState.STOPPED),
    RESTART(DesiredState.RUNNING),
    SUSPEND(DesiredState.SUSPENDED),
    RESUME(DesiredState.RUNNING),
    RELEASE(DesiredState.RUNNING),
    REBUILD(DesiredState.RUNNING),
    DELETE(DesiredState.DELETED),
    UNDELETE(DesiredState.STOPPED);

    private final DesiredState to;

    Action(DesiredState to) {
      this.to = to;
    }

    boolean fits(VirtualMachine machine) {
      DesiredState now = machine.desired();
      return switch (this) {
        case START -> now == DesiredState.STOPPED;
        case STOP, RESTART -> now.isUp();
        case SUSPEND -> now == DesiredState.RUNNING;
        case RESUME -> now == DesiredState.SUSPENDED;
        case RELEASE -> machine.disk().origin() == DataDisk.Origin.QUARANTINED;
        case REBUILD ->
            now.isUp()
                && machine.template().version().isPresent()
                && machine.template().move().isEmpty();
        case DELETE -> now != DesiredState.DELETED;
        case UNDELETE -> now == DesiredState.DELETED;
      };
    }

    /** Whether it has come true already. A new run never has. */
    boolean isOver(VirtualMachine machine) {
      return switch (this) {
        case RESTART, REBUILD -> false;
        case RELEASE -> !machine.disk().isQuarantined();
        case START, STOP, SUSPEND, RESUME, DELETE, UNDELETE -> machine.desired() == to;
      };
    }

    /** In addresses and on the command line. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Inject VmRepository machines;
  @Inject SnapshotRepository snapshots;
  @Inject TemplateMoveRepository moves;
  @Inject RevisionRepository revisions;
  @Inject AuditLog audit;
  @Inject Clock clock;

  @Inject
  @ConfigProperty(name = "ringfence.tenant.grace.hours", defaultValue = "72")
  int graceHours;

  /** What can be done with this VM now. */
  public static List<Action> possible(VirtualMachine machine) {
    return List.of(Action.values()).stream().filter(action -> action.fits(machine)).toList();
  }

  /** How long a deleted VM is kept. */
  public Duration grace() {
    return Duration.ofHours(graceHours);
  }

  /**
   * Stores the wish and puts it on record.
   *
   * @throws InvalidForm when the VM is in a state in which this makes no sense
   */
  public void wish(Tenant tenant, Action action, String actor) {
    VirtualMachine machine =
        machines
            .find(tenant.id())
            .orElseThrow(() -> refused("The tenant has no machine: it was deleted for good."));
    if (!action.fits(machine)) {
      if (action.isOver(machine)) {
        return;
      }
      throw refused(
          "The machine is meant to be "
              + machine.desired()
              + ". Possible now: "
              + String.join(", ", possible(machine).stream().map(Action::word).toList())
              + ".");
    }
    Instant now = clock.instant();
    switch (action) {
      case STOP, UNDELETE -> machines.desire(tenant.id(), action.to);
      case START -> {
        machines.desire(tenant.id(), action.to);
        // It may have been suspended when it was switched off, and then it still refuses calls.
        revisions.request(tenant.id(), "Switched on", actor, now);
      }
      case SUSPEND -> {
        machines.desire(tenant.id(), action.to);
        revisions.request(tenant.id(), "Suspended: every call is refused", actor, now);
      }
      case RESUME -> {
        machines.desire(tenant.id(), action.to);
        revisions.request(tenant.id(), "Resumed: calls are possible again", actor, now);
      }
      case RELEASE -> {
        snapshots.endQuarantine(tenant.id());
        revisions.request(tenant.id(), "Released: trunks are used again", actor, now);
      }
      case REBUILD -> rebuild(machine, actor, now);
      case RESTART -> machines.askRestart(tenant.id(), now);
      case DELETE -> machines.desireDeletion(tenant.id(), now.plus(grace()));
    }
    audit.append(
        new AuditEntry(
            Optional.of(tenant.id()),
            actor,
            "tenant." + action.word(),
            tenant.slug().value(),
            now));
  }

  /** A move to the version that it has. The guest fetches its configuration anew. */
  private void rebuild(VirtualMachine machine, String actor, Instant now) {
    if (!moves.begin(machine.tenantId(), machine.template().version().orElseThrow(), actor, now)) {
      throw refused("Somebody else changed the machine just now. Please try again.");
    }
    revisions.request(machine.tenantId(), "Rebuilt from the template", actor, now);
  }

  private static InvalidForm refused(String sentence) {
    return new InvalidForm(Map.of("action", sentence));
  }
}
