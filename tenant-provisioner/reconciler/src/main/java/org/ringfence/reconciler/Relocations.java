package org.ringfence.reconciler;

import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.HostName;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.host.Placement.Choice;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.hypervisor.Evacuation;
import org.ringfence.hypervisor.HostMoves;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;

/**
 * Brings VMs off a host that is to be drained: stops each, has it moved with its data, and leaves
 * the start to whoever starts VMs. Which host that is about is read off the rows, and where the VM
 * is the driver says: so whoever is killed is followed by somebody who goes on. What the engine
 * carries itself is left to it ({@link HostWatch}).
 */
final class Relocations {
  /** How long what was read of hosts is taken for true: it is asked for with every VM. */
  private static final Duration KNOWN_FOR = Duration.ofSeconds(2);

  /** A claim while data are copied; longer than drivers take for it at most. */
  private static final Duration HOLD = Duration.ofMinutes(12);

  /** A VM that cannot be moved now runs on, and is not stopped for the next attempt before. */
  private static final Duration NEXT_ATTEMPT = Duration.ofMinutes(5);

  private final VmRepository machines;
  private final HostRepository hosts;
  private final TrunkRepository trunks;
  private final Placements placements;
  private final ProvisionerSettings settings;
  private final Starts starts;
  private final Duration stopLimit;
  private final Clock clock;
  private final Map<VmId, Instant> notBefore = new ConcurrentHashMap<>();
  private final Set<VmId> unreached = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Known known;

  /** The hosts that are lost or to be drained, as the rows were at a moment. */
  private record Known(Instant at, Map<HostName, Host> hosts) {}

  /**
   * @param stopLimit how long a guest may take to power off
   */
  Relocations(
      VmRepository machines,
      HostRepository hosts,
      TrunkRepository trunks,
      Placements placements,
      ProvisionerSettings settings,
      Starts starts,
      Duration stopLimit,
      Clock clock) {
    this.machines = machines;
    this.hosts = hosts;
    this.trunks = trunks;
    this.placements = placements;
    this.settings = settings;
    this.starts = starts;
    this.stopLimit = stopLimit;
    this.clock = clock;
  }

  /**
   * Moves the VM when it is on a host to be drained and another one has room.
   *
   * @return when to look at the VM again; empty when it stays where it is
   */
  Optional<Duration> perform(VirtualMachine machine, Supplier<HypervisorDriver> drivers) {
    if (machine.desired() == DesiredState.DELETED) {
      return Optional.empty();
    }
    Optional<Host> from = special(machine).filter(host -> host.wish() == Host.Wish.DRAIN);
    boolean waits = notBefore.getOrDefault(machine.id(), Instant.EPOCH).isAfter(clock.instant());
    if (from.isEmpty() || from.get().state() == Host.State.LOST || waits) {
      return Optional.empty();
    }
    HypervisorDriver driver = drivers.get();
    boolean carried =
        driver instanceof Evacuation engine
            && engine.carriesVms()
            && from.get().state() == Host.State.UP;
    if (carried || !(driver instanceof HostMoves) || !(driver instanceof Hosts able)) {
      return Optional.empty();
    }
    return leave(machine, from.get().name(), driver, able);
  }

  private Optional<Duration> leave(
      VirtualMachine machine, HostName from, HypervisorDriver driver, Hosts able) {
    VmName name = VmName.of(machine.name());
    Optional<HostName> place =
        Optional.ofNullable(able.placements().get(name)).map(HostSights::known);
    if (place.filter(from::equals).isEmpty() && place.isPresent()) {
      hosts.place(machine.id(), place.get());
      return Optional.empty();
    }
    if (!(placements.choose(machine, settings.specOf(machine)) instanceof Choice.On to)) {
      // It runs on here; the host's note says that there is no room.
      return Optional.empty();
    }
    Optional<VmStatus> status = driver.inspect(name);
    if (status.isPresent()) {
      Optional<Duration> turn = stop(machine, from, to.host(), status.get(), driver);
      if (turn.isPresent()) {
        return turn;
      }
      if (!move(machine, to.host(), driver)) {
        return Optional.empty();
      }
    }
    hosts.place(machine.id(), to.host());
    return Optional.of(Duration.ZERO);
  }

  /** Ends the run, when it is its turn to start again; otherwise says when to ask again. */
  private Optional<Duration> stop(
      VirtualMachine machine,
      HostName from,
      HostName to,
      VmStatus status,
      HypervisorDriver driver) {
    if (machine.desired().isUp() && !starts.begin(machine.id())) {
      return Optional.of(starts.again());
    }
    hosts.hold(machine.id(), clock.instant().plus(HOLD));
    if (status instanceof VmStatus.Running) {
      driver.stop(status.name(), stopLimit);
      trunks.forgetStatuses(machine.tenantId(), clock.instant());
    } else if (status instanceof VmStatus.Broken) {
      driver.kill(status.name());
    }
    if (machine.desired().isUp()) {
      machines.stage(
          machine.id(),
          VmStage.STOPPED,
          "It moves from the host " + from + " to " + to + ", with its data.",
          clock.instant());
    }
    return Optional.empty();
  }

  private boolean move(VirtualMachine machine, HostName to, HypervisorDriver driver) {
    try {
      ((HostMoves) driver).move(VmName.of(machine.name()), HostSights.named(to));
      notBefore.remove(machine.id());
      return true;
    } catch (HypervisorException refused) {
      // Better where it should not be than nowhere: it starts there again, and its history says so.
      notBefore.put(machine.id(), clock.instant().plus(NEXT_ATTEMPT));
      if (machine.desired().isUp()) {
        machines.stage(
            machine.id(),
            VmStage.STOPPED,
            "It could not move to the host " + to + ". " + Reasons.of(refused),
            clock.instant());
      }
      return false;
    }
  }

  /**
   * Asked before the driver is asked for the VM: about what is on a lost host engines may think for
   * many seconds.
   *
   * @throws HypervisorException EXTERNAL when the VM is on a host that does not answer
   */
  void requireReached(VirtualMachine machine) {
    Optional<Host> lost = special(machine).filter(host -> host.state() == Host.State.LOST);
    if (lost.isPresent()) {
      unreached.add(machine.id());
      throw HypervisorException.of(
              Category.EXTERNAL,
              VmName.of(machine.name()),
              "look for the VM",
              "its host " + lost.get().name() + " does not answer")
          .withRemedy("Bring that host back: the VM and its data are on it.");
    }
  }

  /** Whether its host answers again: nobody waits then until a VM that failed is tried again. */
  boolean isBack(VirtualMachine machine) {
    return unreached.contains(machine.id())
        && special(machine).filter(host -> host.state() == Host.State.LOST).isEmpty()
        && unreached.remove(machine.id());
  }

  /** The VM's host, if it is lost or to be drained. */
  private Optional<Host> special(VirtualMachine machine) {
    Instant now = clock.instant();
    Known last = known;
    if (last == null || last.at().plus(KNOWN_FOR).isBefore(now)) {
      last =
          new Known(
              now,
              hosts.list().stream()
                  .filter(host -> host.wish() == Host.Wish.DRAIN || host.state() == Host.State.LOST)
                  .collect(toMap(Host::name, Function.identity())));
      known = last;
    }
    // Seldom there is one, and then each VM is asked for its host.
    return last.hosts().isEmpty()
        ? Optional.empty()
        : hosts.of(machine.id()).map(last.hosts()::get);
  }
}
