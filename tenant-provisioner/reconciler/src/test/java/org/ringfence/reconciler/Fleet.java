package org.ringfence.reconciler;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.host.Placement;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.domain.memory.MemoryHosts;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemoryPool;
import org.ringfence.domain.memory.MemorySnapshots;
import org.ringfence.domain.memory.MemoryTemplates;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.IdentityState;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.simulator.Operation;
import org.ringfence.hypervisor.simulator.SimulatedHypervisor;
import org.ringfence.hypervisor.simulator.SimulatorDriver;

/**
 * A platform in memory: rows, a simulated host, guests that ask for their configuration a while
 * after their start, and an Asterisk in each that answers a while after that.
 */
final class Fleet {
  static final TenantNetwork NETWORK = TenantNetwork.parse("10.213.180.0/24");
  static final int STARTS_AT_ONCE = 3;

  /** What new tenants get, and another version that the host has. */
  static final TemplateId OLD = new TemplateId("0123456789ab");

  static final TemplateId NEW = new TemplateId("fedcba987654");
  static final ProvisionerSettings SETTINGS = settings(OLD.value());
  private static final Duration LEASE = Duration.ofSeconds(90);
  private static final Duration GUEST_ASKS_AFTER = Duration.ofSeconds(9);
  private static final Duration ASTERISK_ANSWERS_AFTER = Duration.ofSeconds(12);

  final TestClock clock = new TestClock();
  final MemoryEvents events = new MemoryEvents();
  final MemoryMachines machines = new MemoryMachines();
  final MemorySnapshots snapshots = new MemorySnapshots(machines);
  final MemoryTemplates templates = new MemoryTemplates(machines);
  final MemoryHosts hosts = new MemoryHosts(machines);
  final MemoryTenants tenants = new MemoryTenants();
  final MemoryTrunks trunks = new MemoryTrunks();
  final MemoryRevisions revisions = new MemoryRevisions(events);
  final SimulatedHypervisor host = new SimulatedHypervisor(clock, clock::pass, 1 << 20);

  /** Guests in here do nothing after their start. */
  final Set<VmName> mute = new HashSet<>();

  /** Guests of these versions do nothing after their start. */
  final Set<TemplateId> muteVersions = new HashSet<>();

  /** What guests bring along to their first start; with something, Asterisk answers at once. */
  GuestAnswer first = new GuestAnswer.Nothing();

  /** An Asterisk in here does not answer. */
  final Set<VmName> deaf = new HashSet<>();

  private final SipProbe probe =
      (address, limit) -> {
        Optional<VirtualMachine> machine = byAddress(address);
        return machine.filter(this::asteriskAnswers).isPresent();
      };

  /** What the next reconciler is given. */
  ProvisionerSettings settings = SETTINGS;

  Reconciler reconciler = reconciler(machines, this::driver);

  final MemoryPool pool = new MemoryPool(machines, () -> settings.currentTemplate());

  /** Looks after the pool; empty while nobody asked for one. */
  Optional<MachinePool> machinePool = Optional.empty();

  Fleet() {
    templates.found(Stream.of(OLD, NEW).map(Fleet::version).toList(), OLD, clock.instant());
  }

  private static TemplateVersion version(TemplateId id) {
    return new TemplateVersion(
        id, "1:22.10.1", "7.2.12", "forky", "today", Optional.of(Instant.EPOCH), "{}");
  }

  static ProvisionerSettings settings(String digest) {
    return new ProvisionerSettings(
        NETWORK,
        "https://10.213.180.1:18001",
        "sha256//0123456789012345678901234567890123456789012=",
        Optional.of(Path.of("/templates/" + digest)),
        "",
        1,
        256,
        1024,
        Duration.ofMinutes(4),
        Duration.ofMinutes(4),
        STARTS_AT_ONCE);
  }

  HypervisorDriver driver() {
    return new SimulatorDriver(host);
  }

  /** From now on so many are to wait. */
  void keepPool(int waiting) {
    pool.resize(new PoolSize(waiting, Optional.empty()), clock.instant());
    machinePool = Optional.of(machinePool(pool, this::driver));
  }

  MachinePool machinePool(PoolRepository rows, Supplier<HypervisorDriver> drivers) {
    return new MachinePool(
        rows, drivers, settings, "here", "test", reconciler::isStartingAny, clock);
  }

  /** The one that looks after the pool burns the fuse down, too. */
  void doomPool(Killed.Fuse fuse) {
    machinePool =
        machinePool.map(
            any ->
                machinePool(
                    fuse.on(PoolRepository.class, pool),
                    () -> fuse.on(HypervisorDriver.class, driver())));
  }

  Reconciler reconciler(VmRepository rows, Supplier<HypervisorDriver> drivers) {
    return reconciler(rows, revisions, snapshots, templates, templates, hosts, drivers);
  }

  /** One whose every change of a row or of the host burns the fuse down. */
  Reconciler doomed(Killed.Fuse fuse) {
    return reconciler(
        fuse.on(VmRepository.class, machines),
        fuse.on(RevisionRepository.class, revisions),
        fuse.on(SnapshotRepository.class, snapshots),
        fuse.on(TemplateRepository.class, templates),
        fuse.on(TemplateMoveRepository.class, templates),
        fuse.on(HostRepository.class, hosts),
        () -> fuse.on(HypervisorDriver.class, driver()));
  }

  Reconciler reconciler(
      VmRepository rows,
      RevisionRepository revisionRows,
      SnapshotRepository snapshotRows,
      TemplateRepository templateRows,
      TemplateMoveRepository moveRows,
      HostRepository hostRows,
      Supplier<HypervisorDriver> drivers) {
    return new Reconciler(
        rows,
        tenants,
        revisionRows,
        trunks,
        snapshotRows,
        templateRows,
        moveRows,
        hostRows,
        placements(hostRows),
        drivers,
        probe,
        settings,
        any -> first,
        clock);
  }

  private Placements placements(HostRepository rows) {
    return new Placements(rows, new Placement(100), settings, new HostSights(rows, clock));
  }

  /** Looks at the hosts once, as it is done every ten seconds. */
  void watchHosts() {
    watch(hosts, this::driver).look();
  }

  /** One whose every change of a row or of the host burns the fuse down. */
  HostWatch doomedWatch(Killed.Fuse fuse) {
    return watch(
        fuse.on(HostRepository.class, hosts), () -> fuse.on(HypervisorDriver.class, driver()));
  }

  private HostWatch watch(HostRepository rows, Supplier<HypervisorDriver> drivers) {
    return new HostWatch(
        rows, machines, drivers, new HostSights(rows, clock), placements(rows), settings, clock);
  }

  Tenant tenant(String slug) {
    Tenant tenant =
        new Tenant(
            TenantId.random(),
            new Slug(slug),
            new DisplayName(slug),
            new Country("DE"),
            new EmailAddress("admin@" + slug + ".example"),
            IdentityState.READY,
            clock.instant());
    tenants.add(tenant);
    new MachinePlan(NETWORK, machines, revisions, Optional.of(pool), clock)
        .request(tenant, "hoster");
    return tenant;
  }

  VirtualMachine machine(Tenant tenant) {
    return machines.find(tenant.id()).orElseThrow();
  }

  VmName name(Tenant tenant) {
    return VmName.of(machine(tenant).name());
  }

  /** Whether the host runs its VM. */
  boolean isUp(Tenant tenant) {
    return driver().inspect(name(tenant)).filter(VmStatus.Running.class::isInstance).isPresent();
  }

  /** Looks at everything that is due now, once. */
  void pass() {
    pass(reconciler);
    machinePool.ifPresent(MachinePool::tend);
  }

  void pass(Reconciler with) {
    for (VirtualMachine machine : machines.claimDue("test", 100, LEASE, clock.instant())) {
      Instant next = with.reconcile(machine);
      machines.release(machine.id(), "test", next);
    }
  }

  /** Lets time and guests go on, second by second. */
  void run(Duration duration) {
    Instant end = clock.instant().plus(duration);
    while (clock.instant().isBefore(end)) {
      pass();
      clock.pass(Duration.ofSeconds(1));
      guestsAsk();
    }
    pass();
  }

  /** How often the host was asked for anything but what is there. */
  int changes() {
    return Arrays.stream(Operation.values())
        .filter(operation -> operation != Operation.INSPECT && operation != Operation.LIST)
        .mapToInt(host::calls)
        .sum();
  }

  List<VmStage> stages(Tenant tenant) {
    return machines.history(tenant.id(), 100).stream().map(StageChange::stage).toList();
  }

  private void guestsAsk() {
    for (VirtualMachine machine : machines.list()) {
      VmName name = VmName.of(machine.name());
      runningSince(name)
          .filter(since -> !isMute(name))
          .filter(since -> !since.plus(GUEST_ASKS_AFTER).isAfter(clock.instant()))
          .ifPresent(
              since ->
                  machines.heard(machine.id(), "boot-" + since.toEpochMilli(), clock.instant()));
    }
  }

  private boolean asteriskAnswers(VirtualMachine machine) {
    VmName name = VmName.of(machine.name());
    return !deaf.contains(name)
        && !isMute(name)
        && runningSince(name)
            .filter(since -> !since.plus(answersAfter()).isAfter(clock.instant()))
            .isPresent();
  }

  private boolean isMute(VmName name) {
    // The host is asked only where it matters: tests count what it is asked.
    return mute.contains(name)
        || (!muteVersions.isEmpty() && runs(name).filter(muteVersions::contains).isPresent());
  }

  /** The version that the host runs the VM of now. */
  Optional<TemplateId> runs(VmName name) {
    return driver()
        .inspect(name)
        .filter(VmStatus.Running.class::isInstance)
        .map(status -> new TemplateId(((VmStatus.Running) status).template().value()));
  }

  private Duration answersAfter() {
    return first instanceof GuestAnswer.Bundle ? Duration.ofSeconds(1) : ASTERISK_ANSWERS_AFTER;
  }

  private Optional<Instant> runningSince(VmName name) {
    try {
      return new SimulatorDriver(host)
          .inspect(name)
          .filter(VmStatus.Running.class::isInstance)
          .map(status -> ((VmStatus.Running) status).startedAt());
    } catch (HypervisorException lost) {
      // Nobody reaches what runs there.
      return Optional.empty();
    }
  }

  private Optional<VirtualMachine> byAddress(Ipv4 address) {
    return machines.list().stream().filter(row -> row.address().equals(address)).findFirst();
  }
}
