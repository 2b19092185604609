package org.ringfence.reconciler;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.host.HostRepository;
import org.ringfence.domain.host.Placement;
import org.ringfence.domain.machine.SnapshotRepository;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmRepository;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.plan.PlanRepository;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.template.TemplateMoveRepository;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDrivers;
import org.ringfence.hypervisor.VmEvents;
import org.ringfence.hypervisor.WarmStart;

/**
 * Keeps the reconciler going: claims VMs that are due and hands each to a worker. One look at the
 * database per tick serves the whole fleet.
 */
@ApplicationScoped
class Provisioner {
  private static final Logger LOG = Logger.getLogger(Provisioner.class.getName());
  private static final long TICK_MS = 100;
  private static final long POOL_TICK_MS = 1000;
  private static final int WORKERS = 8;

  /** All provisioners of this installation drive one host. */
  private static final String THIS_HOST = "local";

  /** An idle VM uses a part of the memory that it may; twice what there is is sound. */
  private static final int MEMORY_PERCENT = 200;

  /** Longer than any single step: a stop that waits for the guest, then a start. */
  private static final Duration LEASE = Duration.ofSeconds(90);

  private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(15);
  private static final int MOST_ERRORS_LOGGED_IN_A_ROW = 3;

  // By name: Payara does not find a default for classes in a library of the WAR.
  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService scheduler;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService workers;

  @Inject Config config;
  @Inject VmRepository machines;
  @Inject TenantRepository tenants;
  @Inject RevisionRepository revisions;
  @Inject TrunkRepository trunks;
  @Inject SnapshotRepository snapshots;
  @Inject TemplateRepository templates;
  @Inject TemplateMoveRepository moves;
  @Inject PlanRepository plans;
  @Inject PoolRepository pool;
  @Inject HostRepository hosts;
  @Inject ExtensionRepository extensions;
  @Inject HandlingRepository handlings;
  @Inject MetricRegistry metrics;
  @Inject SoundRepository sounds;
  @Inject Clock clock;

  private final String owner = UUID.randomUUID().toString();
  private final Semaphore free = new Semaphore(WORKERS);
  private final List<ScheduledFuture<?>> tasks = new ArrayList<>();
  private volatile @Nullable Future<?> warmStart;
  private volatile @Nullable Future<?> poolTending;
  private volatile @Nullable Future<?> hostWatch;
  private @Nullable Reconciler reconciler;
  private @Nullable Orphans orphans;
  private @Nullable HypervisorDriver driver;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile boolean moreAreDue;
  private final AtomicInteger errorsInARow = new AtomicInteger();
  private final AtomicInteger poolErrorsInARow = new AtomicInteger();

  /** The VMs to which something happened, as the driver says. */
  private final Set<String> happened = ConcurrentHashMap.newKeySet();

  public void start() {
    ProvisionerSettings settings = settings();
    GuestConfigurations firstConfigurations =
        new GuestConfigurations(
            machines,
            tenants,
            trunks,
            extensions,
            handlings,
            sounds,
            revisions,
            settings.network(),
            clock);
    HostSights sights = new HostSights(hosts, clock);
    Placements placements =
        new Placements(
            hosts,
            new Placement(
                config
                    .getOptionalValue("ringfence.hosts.memory.percent", Integer.class)
                    .orElse(MEMORY_PERCENT)),
            settings,
            sights);
    HostWatch watch =
        new HostWatch(hosts, machines, this::driver, sights, placements, settings, clock);
    Reconciler tenantsMachines =
        new Reconciler(
            machines,
            tenants,
            revisions,
            trunks,
            snapshots,
            templates,
            moves,
            hosts,
            placements,
            this::driver,
            new UdpSipProbe(5060),
            settings,
            id -> firstConfigurations.answer(id, 0),
            clock);
    reconciler = tenantsMachines;
    orphans =
        new Orphans(
            machines,
            pool,
            this::driver,
            config
                .getOptionalValue("ringfence.orphans", String.class)
                .filter("remove"::equals)
                .isPresent(),
            clock);
    tasks.add(
        scheduler.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS));
    tasks.add(scheduler.scheduleWithFixedDelay(this::lookForOrphans, 1, 5, TimeUnit.MINUTES));
    settings
        .template()
        .map(directory -> new TemplateShelf(directory, templates, clock))
        .ifPresent(
            shelf ->
                tasks.add(
                    scheduler.scheduleWithFixedDelay(
                        () -> lookForTemplates(shelf), 0, 30, TimeUnit.SECONDS)));
    tasks.add(scheduler.scheduleWithFixedDelay(this::moveNext, 3, 3, TimeUnit.SECONDS));
    MachinePool machinePool =
        new MachinePool(
            pool, this::driver, settings, THIS_HOST, owner, tenantsMachines::isStartingAny, clock);
    tasks.add(
        scheduler.scheduleWithFixedDelay(
            () -> handPool(machinePool), POOL_TICK_MS, POOL_TICK_MS, TimeUnit.MILLISECONDS));
    tasks.add(
        scheduler.scheduleWithFixedDelay(() -> handHostWatch(watch), 0, 10, TimeUnit.SECONDS));
    // Again and again, because a state that does not load is given up.
    tasks.add(
        scheduler.scheduleWithFixedDelay(() -> handWarmStart(settings), 0, 10, TimeUnit.MINUTES));
    LOG.info("Provisioning as " + owner);
  }

  public void stop() {
    tasks.forEach(task -> task.cancel(false));
    Future<?> saving = warmStart;
    if (saving != null) {
      // It may be in the middle of a boot.
      saving.cancel(true);
    }
    HypervisorDriver open = driver;
    if (open != null) {
      open.close();
    }
  }

  private ProvisionerSettings settings() {
    return new ProvisionerSettings(
        TenantNetwork.parse(config.getValue("ringfence.network", String.class)),
        config.getValue("ringfence.guest.url", String.class),
        config.getValue("ringfence.guest.pin", String.class),
        config.getOptionalValue("ringfence.template", String.class).map(Path::of),
        config.getOptionalValue("ringfence.guest.dns", String.class).orElse(""),
        config.getOptionalValue("ringfence.vm.vcpus", Integer.class).orElse(1),
        config.getOptionalValue("ringfence.vm.memory", Integer.class).orElse(256),
        config.getOptionalValue("ringfence.vm.data", Integer.class).orElse(1024),
        Duration.ofSeconds(
            config.getOptionalValue("ringfence.vm.boot.limit", Integer.class).orElse(240)),
        Duration.ofSeconds(
            config.getOptionalValue("ringfence.vm.configure.limit", Integer.class).orElse(240)),
        config
            .getOptionalValue("ringfence.vm.starts", Integer.class)
            .orElseGet(() -> Math.max(2, Runtime.getRuntime().availableProcessors())));
  }

  /** It takes as long as a boot, and the scheduler's thread has other things to do. */
  private void handWarmStart(ProvisionerSettings settings) {
    Future<?> before = warmStart;
    try {
      if (before == null || before.isDone()) {
        warmStart = workers.submit(() -> prepareWarmStart(settings));
      }
    } catch (RejectedExecutionException overloaded) {
      LOG.log(Level.WARNING, "No memory state can be saved now", overloaded);
    }
  }

  /** VMs boot until this is done, and when it fails. */
  private void prepareWarmStart(ProvisionerSettings settings) {
    try {
      if (driver() instanceof WarmStart warm && settings.template().isPresent()) {
        warm.prepareWarmStart(settings.shapes(plans.list()));
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "No memory state could be saved; VMs boot", failure);
    }
  }

  /** One at a time, and not in the scheduler's thread: VMs take a while to make. */
  private void handPool(MachinePool machinePool) {
    Future<?> before = poolTending;
    try {
      if (before == null || before.isDone()) {
        poolTending = workers.submit(() -> tendPool(machinePool));
      }
    } catch (RejectedExecutionException overloaded) {
      LOG.log(Level.FINE, "The pool is not looked after now", overloaded);
    }
  }

  private void tendPool(MachinePool machinePool) {
    try {
      machinePool.tend();
      poolErrorsInARow.set(0);
    } catch (RuntimeException failure) {
      if (poolErrorsInARow.incrementAndGet() <= MOST_ERRORS_LOGGED_IN_A_ROW) {
        LOG.log(Level.WARNING, "The pool cannot be looked after now", failure);
      }
    }
  }

  /** An evacuation takes minutes, and the scheduler's thread has other things to do. */
  private void handHostWatch(HostWatch watch) {
    Future<?> before = hostWatch;
    try {
      if (before == null || before.isDone()) {
        hostWatch = workers.submit(() -> watchHosts(watch));
      }
    } catch (RejectedExecutionException overloaded) {
      LOG.log(Level.WARNING, "The hosts cannot be looked at now", overloaded);
    }
  }

  private static void watchHosts(HostWatch watch) {
    try {
      watch.look();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The hosts could not be looked at", failure);
    }
  }

  private synchronized HypervisorDriver driver() {
    HypervisorDriver open = driver;
    if (open == null) {
      open =
          CountedDriver.of(
              HypervisorDrivers.open(
                  config.getOptionalValue("ringfence.hypervisor", String.class).orElse("qemu"),
                  Provisioner.class.getClassLoader(),
                  name -> config.getOptionalValue(name, String.class)),
              change ->
                  metrics
                      .counter("ringfence_hypervisor_changes", new Tag("operation", change))
                      .inc());
      driver = open;
      if (open instanceof VmEvents events) {
        // By a thread of the driver's, which the container does not know: the next tick takes it
        // on.
        events.watch(name -> happened.add(name.value()));
      }
    }
    return open;
  }

  /** Claims what is due; one tick at a time, whoever calls. */
  private void tick() {
    if (!ticking.compareAndSet(false, true)) {
      return;
    }
    try {
      for (String name : List.copyOf(happened)) {
        happened.remove(name);
        hosts.wake(name);
      }
      int room = free.availablePermits();
      moreAreDue = false;
      if (room > 0) {
        List<VirtualMachine> due = machines.claimDue(owner, room, LEASE, clock.instant());
        moreAreDue = due.size() == room;
        due.forEach(this::hand);
      }
      errorsInARow.set(0);
    } catch (RuntimeException failure) {
      if (errorsInARow.incrementAndGet() <= MOST_ERRORS_LOGGED_IN_A_ROW) {
        LOG.log(Level.WARNING, "The VMs that are due cannot be claimed now", failure);
      }
    } finally {
      ticking.set(false);
    }
  }

  private void hand(VirtualMachine machine) {
    free.acquireUninterruptibly();
    try {
      workers.execute(() -> work(machine));
    } catch (RejectedExecutionException overloaded) {
      free.release();
      release(machine, clock.instant().plus(AFTER_AN_ERROR));
    }
  }

  private void work(VirtualMachine machine) {
    Instant next = clock.instant().plus(AFTER_AN_ERROR);
    try {
      Optional<Reconciler> active = Optional.ofNullable(reconciler);
      if (active.isPresent()) {
        next = active.get().reconcile(machine);
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The VM " + machine.name() + " could not be looked after", failure);
    } finally {
      free.release();
      release(machine, next);
      // A fleet that is larger than the workers does not wait for the next tick.
      if (moreAreDue && free.availablePermits() >= WORKERS / 2) {
        tick();
      }
    }
  }

  private void release(VirtualMachine machine, Instant next) {
    try {
      machines.release(machine.id(), owner, next);
    } catch (RuntimeException failure) {
      // The claim ends by itself with its lease.
      LOG.log(Level.WARNING, "The claim on " + machine.name() + " cannot be given back", failure);
    }
  }

  private static void lookForTemplates(TemplateShelf shelf) {
    try {
      shelf.look();
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.WARNING, "The templates of this host could not be looked for", failure);
    }
  }

  private void moveNext() {
    try {
      boolean more = true;
      while (more) {
        more = moves.beginNext(clock.instant());
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The next move to another template could not begin", failure);
    }
  }

  private void lookForOrphans() {
    try {
      Orphans search = orphans;
      if (search != null) {
        search.look();
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Orphaned VMs could not be looked for", failure);
    }
  }
}
