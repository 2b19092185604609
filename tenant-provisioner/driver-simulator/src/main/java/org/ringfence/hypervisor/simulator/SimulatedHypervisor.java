package org.ringfence.hypervisor.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.HypervisorHost;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.TemplateDigest;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/**
 * The engine behind simulator drivers: it outlives them, as a real one does. It has one host, and
 * more when they are added. Tests reach past the driver here, to make operations slow or fail,
 * guests deaf, VMs crash and hosts disappear. All state changes are atomic; time comes from the
 * given clock only.
 */
public final class SimulatedHypervisor {
  /** The host that there always is. */
  public static final HostName FIRST = HostName.of("simulated");

  private static final int VCPUS = 64;
  private static final long DATA_MIB = 1L << 30;

  private final Clock clock;
  private final Pause pause;
  private final Map<HostName, Host> hosts = new TreeMap<>();
  private final Map<VmName, Vm> vms = new TreeMap<>();
  private final Set<VmName> foreign = new HashSet<>();
  private final Set<TemplateDigest> withdrawn = new HashSet<>();
  private final Map<Operation, Queue<Fault>> faults = new EnumMap<>(Operation.class);
  private final Map<Operation, Duration> delays = new EnumMap<>(Operation.class);
  private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
  private Runnable onStep = () -> {};
  private boolean sharedStorage;
  private final Set<Consumer<VmName>> listeners = ConcurrentHashMap.newKeySet();

  /**
   * An engine with one host and without VMs.
   *
   * @param memoryMib what the host's running VMs can have in sum
   */
  public SimulatedHypervisor(Clock clock, Pause pause, int memoryMib) {
    this.clock = clock;
    this.pause = pause;
    addHost(FIRST, memoryMib);
  }

  /** One more host, on which nothing runs yet; one that is there gets another size. */
  public synchronized void addHost(HostName name, int memoryMib) {
    hosts.put(name, new Host(memoryMib));
  }

  /** The host does not answer any more; what runs on it runs on. */
  public synchronized void loseHost(HostName name) {
    host(name).lost = true;
  }

  /** The host answers again. Nothing runs on it: it was off. */
  public synchronized void recoverHost(HostName name) {
    host(name).lost = false;
    vms.values().stream().filter(vm -> vm.host.equals(name)).forEach(vm -> vm.halt(false));
  }

  /** Whether evacuating a host takes its VMs along, as on storage that all hosts share. */
  public synchronized void shareStorage(boolean shared) {
    sharedStorage = shared;
  }

  /** The next call of the operation that has no fault yet fails so. */
  public synchronized void failNext(Operation operation, Fault fault) {
    faults.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(fault);
  }

  /** Every call of the operation takes this long from now on. */
  public synchronized void delay(Operation operation, Duration duration) {
    delays.put(operation, duration);
  }

  /** How often drivers called the operation, failed calls included. */
  public synchronized int calls(Operation operation) {
    return calls.getOrDefault(operation, 0);
  }

  /**
   * Runs in the middle of what this engine does in parts: making, starting and removing a VM, and
   * letting it stand by. Whoever drives it may end there.
   */
  public synchronized void onStep(Runnable onStep) {
    this.onStep = onStep;
  }

  /** Cuts a running VM off, as a host's memory killer would. */
  public void crash(VmName name) {
    synchronized (this) {
      vm(name).halt(false);
    }
    listeners.forEach(listener -> listener.accept(name));
  }

  void listen(Consumer<VmName> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<VmName> listener) {
    listeners.remove(listener);
  }

  /** The engine stops the guest's processors and keeps the process, as after an emulation error. */
  public synchronized void wedge(VmName name, String reason) {
    vm(name).wedged = reason;
  }

  /** The guest no longer follows a request to power off. */
  public synchronized void deafen(VmName name) {
    vm(name).deaf = true;
  }

  /** The guest prints this on its console. */
  public synchronized void print(VmName name, String text) {
    vm(name).console.append(text);
  }

  /** Something that stands on the VM's data disk from now on, instead of what stood there. */
  public synchronized void write(VmName name, String text) {
    vm(name).disk = text;
  }

  /** What stands on the VM's data disk. */
  public synchronized String written(VmName name) {
    return vm(name).disk;
  }

  /** The template is not there any more. */
  public synchronized void withdraw(TemplateDigest template) {
    withdrawn.add(template);
  }

  /** The document that the present or last run was started with. */
  public synchronized Optional<IdentityDocument> identity(VmName name) {
    return Optional.ofNullable(vm(name).identity);
  }

  /** Whether the last run ended because the guest powered off. */
  public synchronized boolean guestPoweredOff(VmName name) {
    return vm(name).poweredOff;
  }

  /** Something with this name that no driver made. */
  public synchronized void plantForeign(VmName name) {
    foreign.add(name);
  }

  public synchronized boolean hasForeign(VmName name) {
    return foreign.contains(name);
  }

  /** What a driver leaves that dies while it creates the VM. */
  public synchronized void interruptCreation(VmSpec spec) {
    vms.put(spec.name(), new Vm(spec, FIRST));
  }

  void enter(Operation operation, @Nullable VmName name) {
    Duration delay;
    Fault fault;
    synchronized (this) {
      calls.merge(operation, 1, Integer::sum);
      delay = delays.getOrDefault(operation, Duration.ZERO);
      fault = take(operation, Fault.Moment.BEFORE);
    }
    if (!delay.isZero()) {
      pause.pass(delay);
    }
    raise(fault, operation, name);
  }

  void leave(Operation operation, @Nullable VmName name) {
    Fault fault;
    synchronized (this) {
      fault = take(operation, Fault.Moment.AFTER);
    }
    raise(fault, operation, name);
  }

  private @Nullable Fault take(Operation operation, Fault.Moment moment) {
    Queue<Fault> waiting = faults.getOrDefault(operation, new ArrayDeque<>());
    Fault next = waiting.peek();
    return next != null && next.moment() == moment ? waiting.poll() : null;
  }

  private static void raise(@Nullable Fault fault, Operation operation, @Nullable VmName name) {
    if (fault == null) {
      return;
    }
    String step = operation.name().toLowerCase(java.util.Locale.ROOT) + " (simulated)";
    throw name == null
        ? HypervisorException.ofDriver(fault.category(), step, fault.words())
        : HypervisorException.of(fault.category(), name, step, fault.words());
  }

  /** Where an engine puts what nobody chose a host for: where most is free. */
  synchronized void create(VmSpec spec) {
    HostName freest =
        hosts.entrySet().stream()
            .filter(entry -> entry.getValue().isUp())
            .max(Comparator.comparingLong(entry -> freeMib(entry.getKey())))
            .map(Map.Entry::getKey)
            .orElse(FIRST);
    create(spec, freest);
  }

  synchronized void create(VmSpec spec, HostName where) {
    VmName name = spec.name();
    Vm known = vms.get(name);
    if (foreign.contains(name)) {
      throw HypervisorException.of(
          Category.USER, name, "create the VM", "the name is taken by something not ours");
    }
    if (known != null && known.complete) {
      requireReached(known, "create the VM");
      if (!known.spec.equals(spec)) {
        throw HypervisorException.of(
            Category.USER, name, "create the VM", "it exists with another specification");
      }
      return;
    }
    requireUp(name, where, "create the VM");
    requireTemplate(spec);
    Vm vm = new Vm(spec, where);
    vms.put(name, vm);
    onStep.run();
    vm.complete = true;
  }

  synchronized void reconfigure(VmSpec spec) {
    VmName name = spec.name();
    Vm vm = existing(name, "reconfigure the VM");
    if (vm.spec.equals(spec)) {
      return;
    }
    if (vm.startedAt != null) {
      throw HypervisorException.of(Category.USER, name, "reconfigure the VM", "it runs");
    }
    if (spec.dataMib() < vm.spec.dataMib()) {
      throw HypervisorException.of(
          Category.USER, name, "reconfigure the VM", "its data disk cannot become smaller");
    }
    requireTemplate(spec);
    vm.waits = false;
    vm.spec = spec;
  }

  synchronized void standBy(VmName name) {
    Vm vm = existing(name, "let the VM stand by");
    if (vm.startedAt != null || vm.waits) {
      return;
    }
    if (vm.ran) {
      throw HypervisorException.of(Category.USER, name, "let the VM stand by", "it has run before");
    }
    requireTemplate(vm.spec);
    requireMemory(vm, "let the VM stand by", vms.values().stream().filter(Vm::hasMemory));
    onStep.run();
    vm.waits = true;
  }

  synchronized void start(VmName name, IdentityDocument identity) {
    Vm vm = existing(name, "start the VM");
    if (vm.startedAt != null) {
      return;
    }
    requireTemplate(vm.spec);
    requireUp(name, vm.host, "start the VM");
    requireMemory(
        vm, "start the VM", vms.values().stream().filter(other -> other.startedAt != null));
    vm.identity = identity;
    vm.console.setLength(0);
    vm.poweredOff = false;
    onStep.run();
    vm.startedAt = clock.instant();
    vm.waits = false;
    vm.ran = true;
  }

  private void requireMemory(Vm vm, String step, Stream<Vm> others) {
    int used =
        others
            .filter(other -> other.host.equals(vm.host))
            .mapToInt(other -> other.spec.memoryMib())
            .sum();
    int memoryMib = host(vm.host).memoryMib;
    if (used + vm.spec.memoryMib() > memoryMib) {
      throw HypervisorException.of(
              Category.RESOURCES,
              vm.spec.name(),
              step,
              "it needs "
                  + vm.spec.memoryMib()
                  + " MiB of memory and "
                  + (memoryMib - used)
                  + " MiB are free")
          .withRemedy("Stop other VMs.");
    }
  }

  /** Whether the VM still runs because its guest does not listen. */
  synchronized boolean askToPowerOff(VmName name) {
    Vm vm = vms.get(name);
    if (vm == null) {
      return false;
    }
    requireReached(vm, "stop the VM");
    if (vm.startedAt == null) {
      cutPower(name);
      return false;
    }
    if (!vm.deaf && vm.wedged == null) {
      vm.halt(true);
    }
    return vm.startedAt != null;
  }

  void letPass(Duration limit) {
    pause.pass(limit);
  }

  synchronized void cutPower(VmName name) {
    Vm vm = vms.get(name);
    if (vm != null) {
      requireReached(vm, "cut the VM's power");
      if (vm.hasMemory()) {
        vm.halt(false);
      }
    }
  }

  synchronized void delete(VmName name) {
    Vm vm = vms.get(name);
    if (vm == null) {
      return;
    }
    cutPower(name);
    onStep.run();
    vm.complete = false;
    onStep.run();
    vms.remove(name);
  }

  synchronized Optional<VmStatus> inspect(VmName name) {
    Optional<Vm> found = Optional.ofNullable(vms.get(name));
    found.ifPresent(vm -> requireReached(vm, "inspect the VM"));
    return found.map(Vm::status);
  }

  synchronized List<VmStatus> list() {
    List<VmStatus> statuses = new ArrayList<>();
    vms.values()
        .forEach(
            vm ->
                statuses.add(
                    host(vm.host).lost
                        ? new VmStatus.Lost(vm.spec.name(), words(vm.host))
                        : vm.status()));
    return statuses;
  }

  synchronized List<HypervisorHost> hosts() {
    return hosts.keySet().stream().map(this::described).toList();
  }

  private HypervisorHost described(HostName name) {
    Host host = host(name);
    if (host.lost) {
      return new HypervisorHost(
          name,
          HypervisorHost.State.LOST,
          words(name),
          HypervisorHost.Size.UNKNOWN,
          HypervisorHost.Size.UNKNOWN);
    }
    List<Vm> here = vms.values().stream().filter(vm -> vm.host.equals(name)).toList();
    return new HypervisorHost(
        name,
        host.evacuated ? HypervisorHost.State.CLOSED : HypervisorHost.State.UP,
        host.evacuated ? "It is evacuated." : "",
        new HypervisorHost.Size(VCPUS, host.memoryMib, DATA_MIB),
        new HypervisorHost.Size(
            0,
            host.memoryMib - freeMib(name),
            here.stream().mapToLong(vm -> vm.spec.dataMib()).sum()));
  }

  synchronized Map<VmName, HostName> placements() {
    Map<VmName, HostName> all = new TreeMap<>();
    vms.forEach((name, vm) -> all.put(name, vm.host));
    return all;
  }

  synchronized void move(VmName name, HostName to) {
    String step = "move the VM";
    Vm vm = existing(name, step);
    if (!hosts.containsKey(to)) {
      throw HypervisorException.of(Category.USER, name, step, "there is no host " + to);
    }
    if (vm.host.equals(to)) {
      return;
    }
    if (vm.startedAt != null) {
      throw HypervisorException.of(Category.USER, name, step, "it runs")
          .withRemedy("Stop it first.");
    }
    requireUp(name, to, step);
    onStep.run();
    vm.host = to;
    onStep.run();
  }

  synchronized boolean carriesVms() {
    return sharedStorage;
  }

  synchronized void evacuate(HostName name) {
    Host host = reached(name, "evacuate the host");
    host.evacuated = true;
    onStep.run();
    for (Vm vm : vms.values()) {
      if (vm.host.equals(name) && sharedStorage) {
        hosts.keySet().stream()
            .filter(other -> host(other).isUp() && freeMib(other) >= vm.spec.memoryMib())
            .max(Comparator.comparingLong(this::freeMib))
            .ifPresentOrElse(other -> vm.host = other, () -> vm.halt(false));
      } else if (vm.host.equals(name)) {
        vm.halt(true);
      }
    }
  }

  synchronized void reopen(HostName name) {
    reached(name, "reopen the host").evacuated = false;
  }

  private Host reached(HostName name, String step) {
    Host host = hosts.get(name);
    if (host == null) {
      throw HypervisorException.ofDriver(Category.USER, step, "there is no host " + name);
    }
    if (host.lost) {
      throw HypervisorException.ofDriver(Category.EXTERNAL, step, words(name));
    }
    return host;
  }

  private static String words(HostName lost) {
    return "its host " + lost + " does not answer";
  }

  private void requireReached(Vm vm, String step) {
    if (host(vm.host).lost) {
      throw HypervisorException.of(Category.EXTERNAL, vm.spec.name(), step, words(vm.host))
          .withRemedy("Bring that host back.");
    }
  }

  private void requireUp(VmName vm, HostName name, String step) {
    Host host = hosts.get(name);
    if (host == null) {
      throw HypervisorException.of(Category.USER, vm, step, "there is no host " + name);
    }
    if (!host.isUp()) {
      throw HypervisorException.of(
          Category.EXTERNAL, vm, step, host.lost ? words(name) : "the host " + name + " is closed");
    }
  }

  private long freeMib(HostName name) {
    return host(name).memoryMib
        - vms.values().stream()
            .filter(vm -> vm.host.equals(name) && vm.startedAt != null)
            .mapToLong(vm -> vm.spec.memoryMib())
            .sum();
  }

  private Host host(HostName name) {
    Host host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException("the simulator has no host " + name);
    }
    return host;
  }

  synchronized String console(VmName name) {
    return existing(name, "read the console").console.toString();
  }

  synchronized void takeSnapshot(VmName name, SnapshotName snapshot) {
    Vm vm = existing(name, "take a snapshot");
    if (!vm.ran) {
      throw HypervisorException.of(Category.USER, name, "take a snapshot", "it has never run");
    }
    vm.snapshots.putIfAbsent(snapshot, vm.disk);
  }

  synchronized void rollBack(VmName name, SnapshotName snapshot) {
    Vm vm = existing(name, "put the data disk back");
    String then = vm.snapshots.get(snapshot);
    if (then == null) {
      throw HypervisorException.of(
          Category.USER, name, "put the data disk back", "there is no snapshot " + snapshot);
    }
    if (vm.startedAt != null) {
      throw HypervisorException.of(Category.USER, name, "put the data disk back", "it runs");
    }
    vm.disk = then;
  }

  synchronized void deleteSnapshot(VmName name, SnapshotName snapshot) {
    Vm vm = vms.get(name);
    if (vm != null) {
      vm.snapshots.remove(snapshot);
    }
  }

  synchronized List<SnapshotName> snapshots(VmName name) {
    Vm vm = vms.get(name);
    return vm == null ? List.of() : List.copyOf(vm.snapshots.keySet());
  }

  private void requireTemplate(VmSpec spec) {
    if (withdrawn.contains(spec.template().digest())) {
      throw HypervisorException.of(
              Category.EXTERNAL,
              spec.name(),
              "find the template",
              "there is no template " + spec.template().digest())
          .withRemedy("Build it again.");
    }
  }

  private Vm existing(VmName name, String step) {
    Vm vm = vms.get(name);
    if (vm == null || !vm.complete) {
      throw HypervisorException.of(Category.USER, name, step, "there is no such VM")
          .withRemedy("Create it first.");
    }
    requireReached(vm, step);
    return vm;
  }

  private Vm vm(VmName name) {
    Vm vm = vms.get(name);
    if (vm == null) {
      throw new IllegalArgumentException("the simulator has no VM " + name);
    }
    return vm;
  }

  private static final class Host {
    private final int memoryMib;
    private boolean lost;
    private boolean evacuated;

    private Host(int memoryMib) {
      this.memoryMib = memoryMib;
    }

    private boolean isUp() {
      return !lost && !evacuated;
    }
  }

  private static final class Vm {
    private VmSpec spec;
    private HostName host;
    private final Map<SnapshotName, String> snapshots = new TreeMap<>();
    private String disk = "";
    private boolean ran;
    private boolean waits;
    private final StringBuilder console = new StringBuilder();
    private boolean complete;
    private boolean deaf;
    private boolean poweredOff;
    private @Nullable String wedged;
    private @Nullable IdentityDocument identity;
    private @Nullable Instant startedAt;

    private Vm(VmSpec spec, HostName host) {
      this.spec = spec;
      this.host = host;
    }

    private boolean hasMemory() {
      return startedAt != null || waits;
    }

    private void halt(boolean byGuest) {
      startedAt = null;
      waits = false;
      wedged = null;
      poweredOff = byGuest;
    }

    private VmStatus status() {
      if (!complete) {
        return new VmStatus.Broken(spec.name(), "its creation was interrupted");
      }
      if (wedged != null) {
        return new VmStatus.Broken(spec.name(), wedged);
      }
      if (waits) {
        return new VmStatus.Waiting(spec.name(), spec.template().digest());
      }
      return startedAt == null
          ? new VmStatus.Stopped(spec.name(), spec.template().digest())
          : new VmStatus.Running(spec.name(), spec.template().digest(), startedAt);
    }
  }
}
