package org.ringfence.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.machine.DataDisk;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.template.TemplateMove;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/**
 * Compares what is wanted of a VM with what is there and takes the next step. Level-triggered: it
 * decides from rows and from what the driver and SIP say now, never from what it did before, so it
 * may be killed anywhere and a second pass over a settled VM does nothing. The caller holds the
 * VM's claim.
 */
final class Reconciler {
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);
  private static final Duration ALMOST_THERE = Duration.ofMillis(500);
  private static final Duration HEALTH = Duration.ofSeconds(10);
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /** An emulated guest on a busy host may take seconds; an early answer ends the wait. */
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(4);

  private static final Duration QUICK_PROBE_LIMIT = Duration.ofMillis(400);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration RESTART_STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration GOOD_WHILE = Duration.ofMinutes(10);
  private static final int DEAF_PROBES = 3;

  /** Stands for the boot id of a guest whose Asterisk answers before it has reported. */
  private static final String HEARD_BY_SIP = "sip";

  private static final String WAITS = "It waits until others have started.";

  private final VmRepository machines;
  private final TenantRepository tenants;
  private final RevisionRepository revisions;
  private final TrunkRepository trunks;
  private final Supplier<HypervisorDriver> drivers;
  private final SipProbe probe;
  private final ProvisionerSettings settings;
  private final Function<VmId, GuestAnswer> firstConfigurations;
  private final Identities identities;
  private final Starts starts;
  private final SnapshotRepository snapshots;
  private final DiskWork diskWork;
  private final TemplateMoves moves;
  private final Placements placements;
  private final Relocations relocations;
  private final Clock clock;
  private final Map<VmId, Track> tracks = new ConcurrentHashMap<>();

  /**
   * @param drivers opens the driver when it is needed first; throws {@link HypervisorException}
   *     while it cannot
   * @param firstConfigurations what a guest that has none would be answered
   */
  Reconciler(
      VmRepository machines,
      TenantRepository tenants,
      RevisionRepository revisions,
      TrunkRepository trunks,
      SnapshotRepository snapshots,
      TemplateRepository templates,
      TemplateMoveRepository moves,
      HostRepository hosts,
      Placements placements,
      Supplier<HypervisorDriver> drivers,
      SipProbe probe,
      ProvisionerSettings settings,
      Function<VmId, GuestAnswer> firstConfigurations,
      Clock clock) {
    this.firstConfigurations = firstConfigurations;
    this.machines = machines;
    this.tenants = tenants;
    this.revisions = revisions;
    this.trunks = trunks;
    this.drivers = drivers;
    this.probe = probe;
    this.settings = settings;
    this.identities = new Identities(settings);
    this.starts =
        new Starts(
            settings.startsAtOnce(), settings.bootLimit().plus(settings.configureLimit()), clock);
    this.snapshots = snapshots;
    this.diskWork = new DiskWork(machines, snapshots, revisions, trunks, STOP_LIMIT, clock);
    this.moves =
        new TemplateMoves(machines, templates, moves, trunks, settings, starts, STOP_LIMIT, clock);
    this.placements = placements;
    this.relocations =
        new Relocations(machines, hosts, trunks, placements, settings, starts, STOP_LIMIT, clock);
    this.clock = clock;
  }

  /** Takes the VM's next step; returns when to look at it again. */
  Instant reconcile(VirtualMachine row) {
    VirtualMachine machine = row;
    Track track = tracks.computeIfAbsent(machine.id(), any -> new Track(clock.instant()));
    Duration next;
    try {
      if (worksOnDisk(machine)) {
        // The row is another one now.
        tracks.remove(machine.id());
        return clock.instant();
      }
      machine = withKnownTemplate(machine);
      Optional<Duration> moving = endFormerRun(machine, track);
      if (moving.isPresent()) {
        tracks.remove(machine.id());
        return clock.instant().plus(moving.get());
      }
      Optional<Duration> relocating = relocations.perform(machine, drivers);
      if (relocating.isPresent()) {
        tracks.remove(machine.id());
        return clock.instant().plus(relocating.get());
      }
      next =
          switch (machine.desired()) {
            case RUNNING, SUSPENDED -> towardsRunning(machine, track);
            case STOPPED -> towardsStopped(machine, track);
            case DELETED -> towardsDeleted(machine, track);
          };
    } catch (HypervisorException failure) {
      next = failed(machine, track, Reasons.of(failure), false);
    }
    return clock.instant().plus(next);
  }

  /** Whether a VM starts, so that what can wait should. */
  boolean isStartingAny() {
    return starts.areAny();
  }

  /** What is deleted for good needs no snapshot any more. */
  private boolean worksOnDisk(VirtualMachine machine) {
    boolean wanted = machine.disk().snapshotsDue() || machine.disk().rollBackTo().isPresent();
    return wanted
        && machine.desired() != DesiredState.DELETED
        && diskWork.perform(machine, drivers.get());
  }

  private VirtualMachine withKnownTemplate(VirtualMachine machine) {
    return machine.template().version().isPresent() || machine.desired() == DesiredState.DELETED
        ? machine
        : moves.known(machine, drivers.get());
  }

  private Optional<Duration> endFormerRun(VirtualMachine machine, Track track) {
    Optional<TemplateMove> found =
        machine.template().move().filter(any -> machine.desired().isUp());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TemplateMove move = found.get();
    if (move.begunAt().filter(machine.stageSince()::isBefore).isPresent()) {
      // Whoever wants the move does not wait until a VM that failed before is tried again.
      track.retryAt = clock.instant();
    }
    return moves.endFormerRun(machine, move, drivers.get());
  }

  private Duration towardsRunning(VirtualMachine machine, Track track) {
    Optional<Instant> asked = machine.restartAsked();
    return asked.isPresent()
        ? restart(machine, track, asked.get())
        : towardsAnswering(machine, track);
  }

  /**
   * Ends the run that the wish is about. Whether it is still to be done is read off the run's own
   * beginning, so that a wish carried out and not yet taken off is not carried out twice.
   */
  private Duration restart(VirtualMachine machine, Track track, Instant asked) {
    relocations.requireReached(machine);
    HypervisorDriver driver = drivers.get();
    VmName name = VmName.of(machine.name());
    Optional<VmStatus> status = driver.inspect(name);
    boolean older =
        status
            .filter(VmStatus.Running.class::isInstance)
            .map(VmStatus.Running.class::cast)
            .filter(running -> !running.startedAt().isAfter(asked))
            .isPresent();
    boolean stopped = status.filter(VmStatus.Stopped.class::isInstance).isPresent();
    if ((older || stopped) && !starts.begin(machine.id())) {
      return starts.again();
    }
    track.starts = 0;
    track.answersSince = null;
    track.retryAt = clock.instant();
    if (older) {
      driver.stop(name, STOP_LIMIT);
      trunks.forgetStatuses(machine.tenantId(), clock.instant());
    }
    // Before the start: one that is refused is then tried again with back-off, like any other.
    machines.restarted(machine.id(), asked);
    return older || stopped
        ? start(driver, machine, track, "It was restarted because somebody asked for it.")
        : Duration.ZERO;
  }

  private Duration towardsAnswering(VirtualMachine machine, Track track) {
    VmStage stage = machine.stage();
    if (stage == VmStage.RUNNING && probe.answers(machine.address(), PROBE_LIMIT)) {
      return answers(machine, track);
    }
    // A guest that brought its configuration along may answer before it was heard.
    boolean mayAnswer =
        stage == VmStage.BOOTING || stage == VmStage.CONFIGURING || stage == VmStage.FAILED;
    if (mayAnswer && probe.answers(machine.address(), QUICK_PROBE_LIMIT)) {
      return answers(machine, track);
    }
    track.answersSince = null;
    if (relocations.isBack(machine)) {
      track.retryAt = clock.instant();
    }
    Duration untilRetry = Duration.between(clock.instant(), track.retryAt);
    if (stage == VmStage.FAILED && untilRetry.compareTo(Duration.ZERO) > 0) {
      return untilRetry.compareTo(HEALTH) < 0 ? untilRetry : HEALTH;
    }
    relocations.requireReached(machine);
    HypervisorDriver driver = drivers.get();
    Optional<VmStatus> status = driver.inspect(VmName.of(machine.name()));
    if (status.isEmpty()) {
      return make(driver, machine, track);
    }
    VmStatus found = status.get();
    if (found instanceof VmStatus.Running running) {
      return watch(driver, machine, track, running);
    }
    if (found instanceof VmStatus.Broken broken) {
      return mend(driver, machine, track, broken);
    }
    return stopped(driver, machine, track);
  }

  private Duration answers(VirtualMachine machine, Track track) {
    Instant now = clock.instant();
    starts.end(machine.id());
    track.deaf = 0;
    track.restart = false;
    if (machine.bootId().isEmpty()) {
      // From now on there is something of the tenant's on its disk, whether it reports or not.
      machines.heard(machine.id(), HEARD_BY_SIP, now);
    }
    if (machine.disk().origin() == DataDisk.Origin.PUT_BACK) {
      // Nothing else can answer than a configuration that it fetched since.
      snapshots.quarantined(machine.id());
    }
    machine.template().move().ifPresent(move -> moves.settled(machine, move));
    Instant since = track.answersSince;
    if (since == null) {
      track.answersSince = now;
    } else if (since.plus(GOOD_WHILE).isBefore(now)) {
      track.starts = 0;
    }
    if (machine.stage() != VmStage.RUNNING || !machine.reason().isEmpty()) {
      machines.stage(machine.id(), VmStage.RUNNING, "", now);
    }
    return HEALTH;
  }

  private Duration make(HypervisorDriver driver, VirtualMachine machine, Track track) {
    VmSpec spec = settings.specOf(machine);
    String reason =
        machine.bootId().isEmpty()
            ? ""
            : "The host did not have this VM any more; it is made anew, without its former data.";
    machines.stage(machine.id(), VmStage.CREATING, reason, clock.instant());
    placements.create(driver, machine, spec);
    return start(driver, machine, track, reason);
  }

  private Duration mend(
      HypervisorDriver driver, VirtualMachine machine, Track track, VmStatus.Broken broken) {
    VmName name = broken.name();
    VmStage stage = machine.stage();
    boolean half =
        stage == VmStage.REQUESTED || stage == VmStage.CREATING || stage == VmStage.FAILED;
    if (half && machine.bootId().isEmpty()) {
      // No guest of it was ever heard, so there is nothing of the tenant's that could be lost.
      driver.delete(name);
      return make(driver, machine, track);
    }
    driver.kill(name);
    boolean wasUp = stage != VmStage.FAILED && stage != VmStage.STOPPED;
    return wasUp
        ? failed(machine, track, "The VM was halted: " + broken.reason(), false)
        : start(driver, machine, track, "The VM had been halted: " + broken.reason());
  }

  private Duration stopped(HypervisorDriver driver, VirtualMachine machine, Track track) {
    return switch (machine.stage()) {
      case BOOTING, CONFIGURING ->
          failed(
              machine,
              track,
              "The VM switched itself off while it was starting."
                  + Reasons.lastWords(driver, VmName.of(machine.name())),
              false);
      case RUNNING -> {
        trunks.forgetStatuses(machine.tenantId(), clock.instant());
        yield track.starts <= 1
            ? start(driver, machine, track, "The VM was not running; it is being started.")
            : failed(
                machine,
                track,
                "The VM stopped again shortly after it had been started."
                    + Reasons.lastWords(driver, VmName.of(machine.name())),
                false);
      }
      case REQUESTED, CREATING, STOPPED ->
          start(
              driver,
              machine,
              track,
              machine.template().move().map(TemplateMoves::words).orElse(""));
      case FAILED -> start(driver, machine, track, machine.reason());
    };
  }

  private Duration start(
      HypervisorDriver driver, VirtualMachine machine, Track track, String reason) {
    if (!starts.begin(machine.id())) {
      return waitForTurn(machine);
    }
    Tenant tenant =
        tenants
            .find(machine.tenantId())
            .orElseThrow(() -> new IllegalStateException(machine.name() + " has no tenant"));
    VmSpec spec = settings.specOf(machine);
    driver.reconfigure(spec);
    track.starts++;
    track.deaf = 0;
    track.restart = false;
    // A guest that was never heard has nothing on its disk: its first configuration rides along.
    GuestAnswer first =
        machine.bootId().isEmpty()
            ? firstConfigurations.apply(machine.id())
            : new GuestAnswer.Nothing();
    driver.start(spec.name(), identities.of(machine, tenant.slug(), clock.instant(), first));
    machines.stage(machine.id(), VmStage.BOOTING, reason, clock.instant());
    return ON_ITS_WAY;
  }

  private Duration waitForTurn(VirtualMachine machine) {
    // What failed keeps its reason.
    if (machine.stage() != VmStage.FAILED && !machine.reason().equals(WAITS)) {
      VmStage stage = machine.stage() == VmStage.RUNNING ? VmStage.STOPPED : machine.stage();
      machines.stage(machine.id(), stage, WAITS, clock.instant());
    }
    return starts.again();
  }

  private Duration watch(
      HypervisorDriver driver, VirtualMachine machine, Track track, VmStatus.Running running) {
    Instant now = clock.instant();
    return switch (machine.stage()) {
      case REQUESTED, CREATING, STOPPED -> adopt(machine);
      case FAILED -> {
        if (!track.restart) {
          yield adopt(machine);
        }
        if (!starts.begin(machine.id())) {
          yield waitForTurn(machine);
        }
        driver.stop(running.name(), RESTART_STOP_LIMIT);
        yield start(driver, machine, track, machine.reason());
      }
      case BOOTING -> {
        boolean heard =
            machines.lastHeard(machine.id()).filter(running.startedAt()::isBefore).isPresent();
        if (heard) {
          machines.stage(machine.id(), VmStage.CONFIGURING, "", now);
          yield ALMOST_THERE;
        }
        yield isOver(settings.bootLimit(), machine, track)
            ? failed(
                machine,
                track,
                "The guest has not asked for its configuration within "
                    + Reasons.minutes(settings.bootLimit())
                    + "."
                    + Reasons.lastWords(driver, running.name()),
                true)
            : ON_ITS_WAY;
      }
      case CONFIGURING -> configuring(driver, machine, track);
      case RUNNING -> {
        track.deaf++;
        yield track.deaf >= DEAF_PROBES
            ? failed(
                machine,
                track,
                "Asterisk has not answered SIP "
                    + track.deaf
                    + " times in a row, although the VM runs.",
                true)
            : HEALTH;
      }
    };
  }

  private Duration adopt(VirtualMachine machine) {
    machines.stage(machine.id(), VmStage.BOOTING, "", clock.instant());
    return ON_ITS_WAY;
  }

  private Duration configuring(HypervisorDriver driver, VirtualMachine machine, Track track) {
    Optional<Revision> newest = revisions.newest(machine.tenantId());
    boolean refused =
        newest.map(Revision::state).filter(RevisionState.FAILED::equals).isPresent()
            && revisions.applied(machine.tenantId()).isEmpty();
    if (refused) {
      // A restart would not help: the VM waits for a configuration that it can take.
      starts.end(machine.id());
      String reason =
          "The first configuration was refused: " + newest.map(Revision::reason).orElse("");
      if (!machine.reason().equals(reason)) {
        machines.stage(machine.id(), VmStage.CONFIGURING, reason, clock.instant());
      }
      return HEALTH;
    }
    return isOver(settings.configureLimit(), machine, track)
        ? failed(
            machine,
            track,
            "Asterisk does not answer SIP "
                + Reasons.minutes(settings.configureLimit())
                + " after the guest asked for its configuration."
                + Reasons.lastWords(driver, VmName.of(machine.name())),
            true)
        : ALMOST_THERE;
  }

  /** Whether the stage lasts longer than the limit, time without us not counted. */
  private boolean isOver(Duration limit, VirtualMachine machine, Track track) {
    Instant from =
        machine.stageSince().isAfter(track.firstSeen) ? machine.stageSince() : track.firstSeen;
    return from.plus(limit).isBefore(clock.instant());
  }

  private Duration failed(VirtualMachine machine, Track track, String reason, boolean restart) {
    Instant now = clock.instant();
    starts.end(machine.id());
    machines.stage(machine.id(), VmStage.FAILED, reason, now);
    if (machine.stage() == VmStage.RUNNING) {
      trunks.forgetStatuses(machine.tenantId(), now);
    }
    Optional<TemplateMove> move = machine.template().move();
    if (move.isPresent() && moves.failed(machine, move.get(), reason)) {
      // The row is another one now.
      tracks.remove(machine.id());
      return Duration.ZERO;
    }
    Duration delay = BackOff.after(Math.max(machine.failures() + 1, track.starts));
    track.answersSince = null;
    track.restart = restart;
    track.retryAt = now.plus(delay);
    return delay.compareTo(HEALTH) < 0 ? delay : HEALTH;
  }

  private Duration towardsStopped(VirtualMachine machine, Track track) {
    starts.end(machine.id());
    // A start wanted later is a new run anyway.
    machine.restartAsked().ifPresent(asked -> machines.restarted(machine.id(), asked));
    relocations.requireReached(machine);
    HypervisorDriver driver = drivers.get();
    VmName name = VmName.of(machine.name());
    Optional<VmStatus> status = driver.inspect(name);
    if (status.isPresent() && !(status.get() instanceof VmStatus.Stopped)) {
      if (status.get() instanceof VmStatus.Broken) {
        driver.kill(name);
      } else {
        driver.stop(name, STOP_LIMIT);
      }
    }
    if (machine.template().move().isPresent()) {
      if (status.isPresent()) {
        driver.reconfigure(settings.specOf(machine));
      }
      moves.settled(machine, machine.template().move().get());
    }
    if (machine.stage() != VmStage.STOPPED || !machine.reason().isEmpty()) {
      machines.stage(machine.id(), VmStage.STOPPED, "", clock.instant());
      trunks.forgetStatuses(machine.tenantId(), clock.instant());
    }
    track.starts = 0;
    track.answersSince = null;
    return SETTLED;
  }

  private Duration towardsDeleted(VirtualMachine machine, Track track) {
    Instant now = clock.instant();
    Optional<Instant> grace = machine.deleteAfter().filter(now::isBefore);
    if (grace.isPresent()) {
      Duration next = towardsStopped(machine, track);
      Duration left = Duration.between(now, grace.get());
      return left.compareTo(next) < 0 ? left : next;
    }
    // The row goes last: until it does, everything of the VM can be found again.
    starts.end(machine.id());
    relocations.requireReached(machine);
    drivers.get().delete(VmName.of(machine.name()));
    machines.remove(machine.id());
    tracks.remove(machine.id());
    return SETTLED;
  }
}
