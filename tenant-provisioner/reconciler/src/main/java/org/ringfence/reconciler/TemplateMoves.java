package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMove.State;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;

/**
 * Moves VMs between template versions. Which version a VM is to run stands in its row, and where it
 * came from was stored with it: so this ends runs of another version and says when the move is
 * over, the rest is an ordinary start. A VM that does not come up with the new version is to run
 * the former one again. All of it is read off the rows and the host, so that whoever is killed is
 * followed by somebody who goes on.
 */
final class TemplateMoves {
  private final VmRepository machines;
  private final TemplateRepository templates;
  private final TemplateMoveRepository moves;
  private final TrunkRepository trunks;
  private final ProvisionerSettings settings;
  private final Starts starts;
  private final Duration stopLimit;
  private final Clock clock;

  /**
   * @param stopLimit how long a guest may take to power off
   */
  TemplateMoves(
      VmRepository machines,
      TemplateRepository templates,
      TemplateMoveRepository moves,
      TrunkRepository trunks,
      ProvisionerSettings settings,
      Starts starts,
      Duration stopLimit,
      Clock clock) {
    this.machines = machines;
    this.templates = templates;
    this.moves = moves;
    this.trunks = trunks;
    this.settings = settings;
    this.starts = starts;
    this.stopLimit = stopLimit;
    this.clock = clock;
  }

  /**
   * The VM with the version that it is to run. One that nobody knows of keeps what it was made of,
   * or gets what new tenants get; nothing is noted while it runs what this host does not have.
   */
  VirtualMachine known(VirtualMachine machine, HypervisorDriver driver) {
    Optional<TemplateId> version =
        driver
            .inspect(VmName.of(machine.name()))
            .flatMap(TemplateMoves::madeOf)
            .map(TemplateId::new)
            .or(settings::currentTemplate)
            .filter(this::isPresent);
    if (version.isEmpty()) {
      return machine;
    }
    templates.assign(machine.id(), version.get());
    return machine.with(new VmTemplate(version, Optional.empty()));
  }

  private boolean isPresent(TemplateId id) {
    return templates.find(id).filter(KnownTemplate::present).isPresent();
  }

  private static Optional<String> madeOf(VmStatus status) {
    return status instanceof VmStatus.Running running
        ? Optional.of(running.template().value())
        : status instanceof VmStatus.Stopped stopped
            ? Optional.of(stopped.template().value())
            : Optional.empty();
  }

  /**
   * Ends the run that a move is about, when it is its turn to start again.
   *
   * @return when to look again; empty when there is no such run
   */
  Optional<Duration> endFormerRun(
      VirtualMachine machine, TemplateMove move, HypervisorDriver driver) {
    VmName name = VmName.of(machine.name());
    boolean former =
        driver
            .inspect(name)
            .filter(VmStatus.Running.class::isInstance)
            .map(VmStatus.Running.class::cast)
            .filter(running -> isFormer(running, machine, move))
            .isPresent();
    if (!former) {
      return Optional.empty();
    }
    if (!starts.begin(machine.id())) {
      return Optional.of(starts.again());
    }
    driver.stop(name, stopLimit);
    trunks.forgetStatuses(machine.tenantId(), clock.instant());
    machines.stage(machine.id(), VmStage.STOPPED, words(move), clock.instant());
    return Optional.of(Duration.ZERO);
  }

  private static boolean isFormer(
      VmStatus.Running running, VirtualMachine machine, TemplateMove move) {
    Instant begun = move.begunAt().orElse(Instant.MAX);
    return move.isRebuild()
        ? !running.startedAt().isAfter(begun)
        : machine
            .template()
            .version()
            .filter(wanted -> !wanted.value().equals(running.template().value()))
            .isPresent();
  }

  /** Why the VM starts: for its history. */
  static String words(TemplateMove move) {
    if (move.isRebuild()) {
      return "It is made anew from its template " + move.to().shortened() + ", with its data.";
    }
    return move.state() == State.RETURNING
        ? "It goes back to the template version " + move.from().shortened() + "."
        : "It moves from the template version "
            + move.from().shortened()
            + " to "
            + move.to().shortened()
            + ".";
  }

  /** The VM answers, or is meant to be off and has the version. */
  void settled(VirtualMachine machine, TemplateMove move) {
    State end = move.state() == State.RETURNING ? State.RETURNED : State.ARRIVED;
    moves.end(machine.id(), move.id(), end, clock.instant());
  }

  /**
   * The VM failed. With the new version: it goes back at once. With the former one, or where there
   * is none: the move is over, and the VM is tried again like any other.
   *
   * @return whether it goes back
   */
  boolean failed(VirtualMachine machine, TemplateMove move, String reason) {
    boolean goesBack = move.state() == State.MOVING && !move.isRebuild();
    moves.turnBack(machine.id(), move.id(), reason, clock.instant());
    if (!goesBack) {
      moves.end(machine.id(), move.id(), State.RETURNED, clock.instant());
    }
    return goesBack;
  }
}
