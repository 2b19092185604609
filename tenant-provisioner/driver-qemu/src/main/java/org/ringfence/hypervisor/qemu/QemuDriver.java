package org.ringfence.hypervisor.qemu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.ringfence.hypervisor.Capability;
import org.ringfence.hypervisor.ConsoleOutput;
import org.ringfence.hypervisor.DriverInfo;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.Hosts;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.StandBy;
import org.ringfence.hypervisor.Undo;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.WarmStart;

/**
 * Runs each VM as a QEMU process of this host. There is no daemon and no record beside the VM's
 * directory, the process table and the tap device's alias: any instance sees what any other did.
 * One process of ours at a time works on a directory.
 */
final class QemuDriver
    implements HypervisorDriver, ConsoleOutput, Hosts, Snapshots, StandBy, WarmStart {
  private static final System.Logger LOGGER = System.getLogger(QemuDriver.class.getName());

  private static final Duration INSPECT_LIMIT = Duration.ofSeconds(2);

  /** A session with QEMU in which a data disk is copied. */
  private static final Duration COPY_LIMIT = Duration.ofMinutes(31);

  /** A guest that still boots does not see the button; pressing again does no harm. */
  private static final Duration PRESS_AGAIN = Duration.ofSeconds(3);

  private static final long MOST_CONSOLE_BYTES = 4 << 20;

  /** Of this process, not of an instance: two instances take turns, too. */
  private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  private final QemuSettings settings;
  private final QemuVersion version;
  private final TapDevices taps;
  private final QemuLaunch launch;
  private final WarmStates states;

  QemuDriver(QemuSettings settings, QemuVersion version, Caller caller) {
    this.settings = settings;
    this.version = version;
    this.taps = new TapDevices(settings, caller);
    QemuCommand command = new QemuCommand(settings, version, caller);
    this.launch = new QemuLaunch(settings, command);
    this.states = new WarmStates(settings, version, command, launch);
  }

  @Override
  public void create(VmSpec spec) {
    VmName name = spec.name();
    VmDirectory vm = directory(name);
    inTurn(
        vm,
        () -> {
          Optional<VmSpec> known = spec(vm, name, "create the VM");
          if (known.isPresent()) {
            if (!known.get().equals(spec)) {
              throw HypervisorException.of(
                      Category.USER, name, "create the VM", "it exists with another specification")
                  .withRemedy("Reconfigure it, or delete it first.");
            }
            return;
          }
          if (vm.isTaken()) {
            throw HypervisorException.of(
                    Category.USER, name, "create the VM", vm.path() + " is not ours")
                .withRemedy("Move it away.");
          }
          taps.requireBridge(name);
          taps.tapName(name, spec.network());
          Host.templateOf(spec);
          Host.requireDisk(spec, settings.directory());
          try (Undo undo = new Undo()) {
            undo.register(() -> clean(name, "undo the creation", vm::removeRemains));
            vm.create(spec);
            undo.forget();
          } catch (IOException e) {
            throw Failures.file(name, "make the VM's files", e);
          }
        });
  }

  @Override
  public void reconfigure(VmSpec spec) {
    VmName name = spec.name();
    VmDirectory vm = directory(name);
    String step = "reconfigure the VM";
    inTurn(
        vm,
        () -> {
          VmSpec known = existing(vm, name, step);
          if (known.equals(spec)) {
            return;
          }
          boolean waits = vm.isWaiting();
          if (!waits && QemuProcess.find(vm).isPresent()) {
            throw HypervisorException.of(Category.USER, name, step, "it runs")
                .withRemedy("Stop it first.");
          }
          if (spec.dataMib() < known.dataMib()) {
            throw HypervisorException.of(
                Category.USER, name, step, "its data disk cannot become smaller");
          }
          taps.tapName(name, spec.network());
          Host.templateOf(spec);
          if (waits) {
            cutPower(vm, name);
          }
          try {
            vm.replace(spec);
          } catch (IOException e) {
            throw Failures.file(name, step, e);
          }
        });
  }

  @Override
  public void start(VmName name, IdentityDocument identity) {
    VmDirectory vm = directory(name);
    inTurn(
        vm,
        () -> {
          VmSpec spec = existing(vm, name, "start the VM");
          if (QemuProcess.find(vm).isEmpty()) {
            run(spec, vm, identity);
          } else if (vm.isWaiting() || vm.isHanding()) {
            hand(spec, vm, identity);
          }
        });
  }

  @Override
  public void standBy(VmName name) {
    VmDirectory vm = directory(name);
    String step = "let the VM stand by";
    inTurn(
        vm,
        () -> {
          VmSpec spec = existing(vm, name, step);
          if (QemuProcess.find(vm).isPresent()) {
            if (vm.isWaiting() || vm.isHanding() || haltedBecause(vm).isEmpty()) {
              return;
            }
            // Whoever was bringing it there did not come to the end.
            killProcess(vm, name);
          }
          if (!vm.isFresh()) {
            throw HypervisorException.of(Category.USER, name, step, "it has run before")
                .withRemedy("Delete it and create it again.");
          }
          WarmState state =
              (settings.warmStart() ? states.find(spec) : Optional.<WarmState>empty())
                  .orElseThrow(
                      () ->
                          HypervisorException.of(
                                  Category.RESOURCES,
                                  name,
                                  step,
                                  "there is no saved memory state of its template and size")
                              .withRemedy("Wait until one is made, or see why it is not."));
          Host.requireMemory(spec, step, promisedMib(name));
          standBy(spec, vm, state);
        });
  }

  private void standBy(VmSpec spec, VmDirectory vm, WarmState state) {
    VmName name = spec.name();
    Path template = Host.templateOf(spec);
    requireFreeAddress(spec);
    try (Undo undo = new Undo()) {
      undo.register(() -> clean(name, "undo the start", vm::clearRun));
      vm.prepareStandBy();
      undo.register(() -> taps.detach(name));
      taps.attach(name, spec.network());
      undo.register(() -> killProcess(vm, name));
      vm.fillData(state);
      try {
        launch.restoreWaiting(spec, vm, template, taps.tapName(name, spec.network()), state);
      } catch (IOException failure) {
        states.discard(state);
        throw HypervisorException.of(
                Category.EXTERNAL,
                name,
                "let the VM stand by",
                "its saved state does not load: " + failure.getMessage())
            .withRemedy("Another one is made within ten minutes.")
            .withCause(failure);
      }
      vm.noteWaiting();
      undo.forget();
    } catch (IOException e) {
      throw Failures.file(name, "ready the VM's files", e);
    }
  }

  /** What those that wait will need and do not have yet. */
  private int promisedMib(VmName but) {
    int sum = 0;
    try {
      for (VmName other : VmDirectory.names(settings.directory())) {
        VmDirectory vm = directory(other);
        if (!other.equals(but) && vm.isWaiting()) {
          sum += vm.spec().map(VmSpec::memoryMib).orElse(0);
        }
      }
    } catch (IOException e) {
      throw Failures.file(but, "add up what waiting VMs need", e);
    }
    return sum;
  }

  /**
   * Hands its identity to one that waits, or goes on where somebody did not come to the end of
   * that: a guest that stands still may have its document or not, and reads the first of two; one
   * that went on had it before.
   */
  private void hand(VmSpec spec, VmDirectory vm, IdentityDocument identity) {
    VmName name = spec.name();
    Host.requireMemory(spec);
    try (Undo undo = new Undo()) {
      undo.register(() -> cutPower(vm, name));
      vm.beginHanding();
      vm.useData();
      if (haltedBecause(vm).isPresent()) {
        vm.hand(identity);
        QemuLaunch.goOn(vm, name);
      }
      vm.endHanding();
      undo.forget();
    } catch (IOException e) {
      throw Failures.file(name, "hand the VM its identity", e);
    }
  }

  private void run(VmSpec spec, VmDirectory vm, IdentityDocument identity) {
    VmName name = spec.name();
    Path template = Host.templateOf(spec);
    Host.requireMemory(spec);
    requireFreeAddress(spec);
    try (Undo undo = new Undo()) {
      undo.register(() -> clean(name, "undo the start", vm::clearRun));
      vm.prepareRun(identity);
      undo.register(() -> taps.detach(name));
      taps.attach(name, spec.network());
      undo.register(() -> killProcess(vm, name));
      String tap = taps.tapName(name, spec.network());
      if (!startWarm(spec, vm, template, tap, identity)) {
        if (vm.isFresh()) {
          // It may have waited, with the disk of a saved state.
          vm.blankData(spec.dataMib());
        }
        vm.useData();
        launch.run(spec, vm, template, tap);
      }
      undo.forget();
    } catch (IOException e) {
      throw Failures.file(name, "ready the VM's files", e);
    }
  }

  /**
   * Starts a VM whose data disk nobody used yet from a saved state. False when there is none or it
   * does not load: everything is then as before, and the VM boots.
   */
  private boolean startWarm(
      VmSpec spec, VmDirectory vm, Path template, String tap, IdentityDocument identity)
      throws IOException {
    Optional<WarmState> state =
        settings.warmStart() && vm.isFresh() ? states.find(spec) : Optional.empty();
    if (state.isEmpty()) {
      return false;
    }
    try {
      vm.fillData(state.get());
      vm.useData();
      launch.restore(spec, vm, template, tap, state.get());
      return true;
    } catch (IOException | HypervisorException failure) {
      LOGGER.log(
          Level.WARNING,
          "VM " + spec.name() + " boots, because its saved state does not load",
          failure);
      killProcess(vm, spec.name());
      states.discard(state.get());
      vm.blankData(spec.dataMib());
      vm.prepareRun(identity);
      return false;
    }
  }

  @Override
  public void prepareWarmStart(Collection<VmSpec> shapes) {
    states.prepare(settings.warmStart() ? shapes : List.of());
  }

  @Override
  public void stop(VmName name, Duration limit) {
    VmDirectory vm = directory(name);
    inTurn(
        vm,
        () -> {
          long deadline = System.nanoTime() + limit.toNanos();
          Optional<QemuProcess> process = QemuProcess.find(vm);
          // The guest of one that waits does not see the button.
          boolean ended = process.isEmpty() || vm.isWaiting();
          while (!ended && System.nanoTime() < deadline) {
            pressPowerButton(vm);
            long left = Math.max(0, deadline - System.nanoTime());
            ended = process.get().awaitEnd(Duration.ofNanos(Math.min(left, PRESS_AGAIN.toNanos())));
          }
          cutPower(vm, name);
        });
  }

  private static void pressPowerButton(VmDirectory vm) {
    try (Qmp qmp = Qmp.connect(vm.qmpSocket(), INSPECT_LIMIT)) {
      qmp.execute("system_powerdown");
    } catch (IOException e) {
      // It is ending, or hangs: either way the caller's limit decides.
    }
  }

  @Override
  public void kill(VmName name) {
    VmDirectory vm = directory(name);
    inTurn(vm, () -> cutPower(vm, name));
  }

  private void cutPower(VmDirectory vm, VmName name) {
    killProcess(vm, name);
    taps.detach(name);
    clean(name, "remove the files of the run", vm::clearRun);
  }

  private static void killProcess(VmDirectory vm, VmName name) {
    Optional<QemuProcess> process = QemuProcess.find(vm);
    if (process.isPresent() && !process.get().kill()) {
      throw HypervisorException.of(Category.EXTERNAL, name, "kill QEMU", "the process does not end")
          .withRemedy("Look for a disk that does not answer.");
    }
    if (process.isPresent()) {
      Steps.done(name, "ended its QEMU");
    }
  }

  @Override
  public void delete(VmName name) {
    VmDirectory vm = directory(name);
    inTurn(
        vm,
        () -> {
          boolean ours;
          try {
            ours = vm.spec().isPresent();
          } catch (IOException damaged) {
            ours = true;
          }
          if (ours) {
            cutPower(vm, name);
            clean(name, "remove the VM's files", vm::remove);
          } else {
            clean(name, "remove what is left of the VM", vm::removeRemains);
          }
        });
  }

  @Override
  public Optional<VmStatus> inspect(VmName name) {
    VmDirectory vm = directory(name);
    Optional<VmSpec> spec;
    try {
      spec = vm.spec();
    } catch (IOException e) {
      return Optional.of(
          new VmStatus.Broken(name, "its specification is unreadable: " + e.getMessage()));
    }
    if (spec.isEmpty()) {
      return vm.hasRemains() && !turn(vm).isLocked()
          ? Optional.of(new VmStatus.Broken(name, "its creation or removal was interrupted"))
          : Optional.empty();
    }
    Optional<QemuProcess> process = QemuProcess.find(vm);
    if (process.isEmpty()) {
      return Optional.of(new VmStatus.Stopped(name, spec.get().template().digest()));
    }
    if (vm.isWaiting() || vm.isHanding()) {
      return Optional.of(new VmStatus.Waiting(name, spec.get().template().digest()));
    }
    return Optional.of(
        haltedBecause(vm)
            .<VmStatus>map(reason -> new VmStatus.Broken(name, reason))
            .orElse(
                new VmStatus.Running(
                    name, spec.get().template().digest(), process.get().startedAt())));
  }

  private static Optional<String> haltedBecause(VmDirectory vm) {
    try (Qmp qmp = Qmp.connect(vm.qmpSocket(), INSPECT_LIMIT)) {
      String status = qmp.status();
      return Qmp.HALTED.contains(status)
          ? Optional.of("QEMU halted the guest: " + status)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Busy with another session, or just starting: the process counts.
    }
  }

  @Override
  public List<VmStatus> list() {
    List<VmStatus> statuses = new ArrayList<>();
    try {
      for (VmName name : VmDirectory.names(settings.directory())) {
        inspect(name).ifPresent(statuses::add);
        boundConsole(name);
      }
    } catch (IOException e) {
      throw HypervisorException.ofDriver(
              Category.EXTERNAL, "list the VMs", String.valueOf(e.getMessage()))
          .withCause(e);
    }
    return statuses;
  }

  private void boundConsole(VmName name) {
    try {
      directory(name).boundConsole(MOST_CONSOLE_BYTES);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the console file of VM " + name + " cannot be shortened", e);
    }
  }

  @Override
  public DriverInfo info() {
    return new DriverInfo(
        QemuDriverFactory.NAME,
        Set.of(
            Capability.CONSOLE_OUTPUT,
            Capability.HOSTS,
            Capability.SNAPSHOTS,
            Capability.STAND_BY,
            Capability.WARM_START),
        Map.of("accel", settings.acceleration().word(), "version", version.toString()));
  }

  /** This one. */
  @Override
  public List<HypervisorHost> hosts() {
    return List.of(
        new HypervisorHost(
            Host.name(),
            HypervisorHost.State.UP,
            "",
            Host.capacity(settings.directory()),
            Host.used(settings.directory())));
  }

  @Override
  public Map<VmName, HostName> placements() {
    Map<VmName, HostName> all = new TreeMap<>();
    list().forEach(status -> all.put(status.name(), Host.name()));
    return all;
  }

  @Override
  public void createOn(VmSpec spec, HostName host) {
    if (!host.equals(Host.name())) {
      throw HypervisorException.of(
              Category.USER, spec.name(), "create the VM", "there is no host " + host)
          .withRemedy("QEMU has one host, " + Host.name() + ".");
    }
    create(spec);
  }

  @Override
  public String consoleOutput(VmName name, int mostBytes) {
    VmDirectory vm = directory(name);
    existing(vm, name, "read the console");
    try {
      return vm.console(mostBytes);
    } catch (IOException e) {
      throw Failures.file(name, "read the console", e);
    }
  }

  @Override
  public void takeSnapshot(VmName name, SnapshotName snapshot) {
    VmDirectory vm = directory(name);
    String step = "take the snapshot " + snapshot;
    inTurn(
        vm,
        () -> {
          existing(vm, name, step);
          if (vm.isFresh()) {
            throw HypervisorException.of(Category.USER, name, step, "it has never run")
                .withRemedy("Start it first.");
          }
          DataSnapshots snapshots = new DataSnapshots(vm);
          clean(
              name,
              step,
              () -> {
                if (QemuProcess.find(vm).isPresent()) {
                  takeOfRunning(vm, snapshots, snapshot);
                } else if (!snapshots.has(snapshot)) {
                  snapshots.take(snapshot);
                }
              });
        });
  }

  /**
   * The guest stands still while its disk is copied. One that stands still already was left so by
   * somebody who was killed at this place: it goes on, too.
   */
  private static void takeOfRunning(VmDirectory vm, DataSnapshots snapshots, SnapshotName snapshot)
      throws IOException {
    try (Qmp qmp = Qmp.connect(vm.qmpSocket(), COPY_LIMIT)) {
      try {
        if (!snapshots.has(snapshot)) {
          qmp.execute("stop");
          Steps.done(vm.name(), "made its guest stand still");
          snapshots.take(snapshot);
        }
      } finally {
        qmp.execute("cont");
      }
    }
  }

  @Override
  public void rollBack(VmName name, SnapshotName snapshot) {
    VmDirectory vm = directory(name);
    String step = "put the data disk back to the snapshot " + snapshot;
    inTurn(
        vm,
        () -> {
          VmSpec spec = existing(vm, name, step);
          DataSnapshots snapshots = new DataSnapshots(vm);
          if (!snapshots.has(snapshot)) {
            throw HypervisorException.of(Category.USER, name, step, "there is no such snapshot")
                .withRemedy("Choose another one.");
          }
          if (QemuProcess.find(vm).isPresent()) {
            throw HypervisorException.of(Category.USER, name, step, "it runs")
                .withRemedy("Stop it first.");
          }
          clean(
              name,
              step,
              () -> {
                snapshots.restore(snapshot);
                vm.growData(spec.dataMib());
              });
        });
  }

  @Override
  public void deleteSnapshot(VmName name, SnapshotName snapshot) {
    VmDirectory vm = directory(name);
    inTurn(
        vm,
        () ->
            clean(
                name,
                "delete the snapshot " + snapshot,
                () -> new DataSnapshots(vm).delete(snapshot)));
  }

  @Override
  public List<SnapshotName> snapshots(VmName name) {
    try {
      return new DataSnapshots(directory(name)).list();
    } catch (IOException e) {
      throw Failures.file(name, "list the snapshots", e);
    }
  }

  @Override
  public void close() {
    // Nothing is held between two operations.
  }

  private VmDirectory directory(VmName name) {
    return new VmDirectory(settings.directory(), name);
  }

  private static ReentrantLock turn(VmDirectory vm) {
    return TURNS.computeIfAbsent(vm.path(), any -> new ReentrantLock(true));
  }

  private static void inTurn(VmDirectory vm, Runnable operation) {
    ReentrantLock turn = turn(vm);
    turn.lock();
    try {
      operation.run();
    } finally {
      turn.unlock();
    }
  }

  private static Optional<VmSpec> spec(VmDirectory vm, VmName name, String step) {
    try {
      return vm.spec();
    } catch (IOException e) {
      throw HypervisorException.of(
              Category.INTERNAL, name, step, "its specification is unreadable: " + e.getMessage())
          .withRemedy("Delete the VM and create it again, or restore " + vm.path() + ".")
          .withCause(e);
    }
  }

  private static VmSpec existing(VmDirectory vm, VmName name, String step) {
    return spec(vm, name, step)
        .orElseThrow(
            () ->
                HypervisorException.of(Category.USER, name, step, "there is no such VM")
                    .withRemedy("Create it first."));
  }

  /** Two VMs with one address would share a tap device: the second must not take it away. */
  private void requireFreeAddress(VmSpec spec) {
    Optional<VmName> owner =
        taps.owner(taps.tapName(spec.name(), spec.network()))
            .filter(other -> !other.equals(spec.name()))
            .filter(other -> QemuProcess.find(directory(other)).isPresent());
    if (owner.isPresent()) {
      throw HypervisorException.of(
              Category.USER,
              spec.name(),
              "attach the VM to the network",
              "the VM " + owner.get() + " runs with the address " + spec.network().address())
          .withRemedy("Give it another address.");
    }
  }

  private interface FileOperation {
    void run() throws IOException;
  }

  private static void clean(VmName name, String step, FileOperation operation) {
    try {
      operation.run();
    } catch (IOException e) {
      throw Failures.file(name, step, e);
    }
  }
}
