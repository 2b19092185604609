package org.ringfence.hypervisor.incus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
import org.ringfence.hypervisor.VmEvents;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/**
 * Has Incus or LXD run each VM as a system container. The engine holds all state: a labelled data
 * volume with the specification, and a labelled container that is made of the template's image and
 * can be made anew. In a cluster the engine chooses the member for a new container, and the volume
 * follows it there.
 */
class IncusDriver implements HypervisorDriver, ConsoleOutput, Hosts, VmEvents {
  /** Of this process, not of an instance: two instances take turns, too. */
  private static final Map<String, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  private final IncusSettings settings;
  private final Server server;
  private final Engine engine;
  private final Members members;
  private final Api api;
  private final Set<Events> streams = ConcurrentHashMap.newKeySet();

  IncusDriver(IncusSettings settings, Api api, Server server) {
    this.settings = settings;
    this.server = server;
    this.api = api;
    this.members = new Members(settings, api, server);
    this.engine =
        new Engine(settings, api, server.clustered(), new Volumes(settings, api, members));
  }

  @Override
  public void create(VmSpec spec) {
    create(spec, settings.target());
  }

  @Override
  public void createOn(VmSpec spec, HostName host) {
    requireHost(host, "create the VM");
    create(spec, server.clustered() ? Optional.of(host.value()) : Optional.empty());
  }

  private void create(VmSpec spec, Optional<String> target) {
    VmName name = spec.name();
    inTurn(
        name,
        "create the VM",
        () -> {
          Found found = engine.find(name);
          requireOurs(found, "create the VM");
          Optional<VmSpec> known = spec(found, "create the VM");
          if (known.isPresent()) {
            if (!known.get().equals(spec)) {
              throw HypervisorException.of(
                      Category.USER, name, "create the VM", "it exists with another specification")
                  .withRemedy("Reconfigure it, or delete it first.");
            }
            engine.requireInstance(found, spec);
            return;
          }
          engine.make(spec, target);
        });
  }

  @Override
  public void reconfigure(VmSpec spec) {
    VmName name = spec.name();
    String step = "reconfigure the VM";
    inTurn(
        name,
        step,
        () -> {
          Found found = engine.find(name);
          VmSpec known = existing(found, step);
          requireOurs(found, step);
          if (known.equals(spec)) {
            return;
          }
          if (found.isAlive()) {
            throw HypervisorException.of(Category.USER, name, step, "it runs")
                .withRemedy("Stop it first.");
          }
          if (spec.dataMib() < known.dataMib()) {
            throw HypervisorException.of(
                Category.USER, name, step, "its data volume cannot become smaller");
          }
          engine.remake(found, known, spec);
        });
  }

  @Override
  public void start(VmName name, IdentityDocument identity) {
    String step = "start the VM";
    inTurn(
        name,
        step,
        () -> {
          Found found = engine.find(name);
          VmSpec spec = existing(found, step);
          if (found.isRunning()) {
            return;
          }
          requireOurs(found, step);
          engine.requireInstance(found, spec);
          engine.start(name, identity);
        });
  }

  @Override
  public void stop(VmName name, Duration limit) {
    inTurn(
        name,
        "stop the VM",
        () -> {
          if (engine.find(name).isRunning()) {
            engine.ask(name, limit);
          }
          engine.cutPower(name);
        });
  }

  @Override
  public void kill(VmName name) {
    inTurn(name, "kill the VM", () -> engine.cutPower(name));
  }

  @Override
  public void delete(VmName name) {
    inTurn(name, "delete the VM", () -> engine.remove(name));
  }

  @Override
  public Optional<VmStatus> inspect(VmName name) {
    return asking(name, "inspect the VM", () -> status(engine.find(name)));
  }

  /** What is being made just now is not there yet. */
  private Optional<VmStatus> status(Found found) {
    return !found.isWhole() && turn(found.name()).isLocked() ? Optional.empty() : found.status();
  }

  @Override
  public List<VmStatus> list() {
    try {
      List<VmStatus> statuses = new ArrayList<>();
      for (Found found : engine.findAll()) {
        if (found.isLost()) {
          lost(found).ifPresent(statuses::add);
        } else {
          status(found).ifPresent(statuses::add);
        }
      }
      return statuses;
    } catch (EngineException e) {
      throw Failures.ofDriver("list the VMs", e);
    }
  }

  /** Ours are known by their volumes: of a container there the engine says nothing but its name. */
  private static Optional<VmStatus> lost(Found found) {
    return found.hasOurVolume() || found.hasOurInstance()
        ? Optional.of(
            new VmStatus.Lost(
                found.name(), "its host " + found.location().orElse("") + " does not answer"))
        : Optional.empty();
  }

  @Override
  public List<HypervisorHost> hosts() {
    return asked("look at the hosts", members::hosts);
  }

  @Override
  public Map<VmName, HostName> placements() {
    return asked(
        "look where the VMs are",
        () -> {
          Map<VmName, HostName> all = new TreeMap<>();
          for (Found found : engine.findAll()) {
            if (found.hasOurVolume() || found.hasOurInstance()) {
              Optional<String> place =
                  server.clustered() ? found.location() : Optional.of(server.host().value());
              place
                  .filter(HostName::isValid)
                  .ifPresent(host -> all.put(found.name(), HostName.of(host)));
            }
          }
          return all;
        });
  }

  Members members() {
    return members;
  }

  /** For {@link ClusterDriver}. */
  void moveTo(VmName name, HostName host) {
    String step = "move the VM";
    requireHost(host, step);
    inTurn(
        name,
        step,
        () -> {
          Found found = engine.find(name);
          VmSpec spec = existing(found, step);
          requireOurs(found, step);
          if (found.isAlive() && !found.location().equals(Optional.of(host.value()))) {
            throw HypervisorException.of(Category.USER, name, step, "it runs")
                .withRemedy("Stop it first.");
          }
          if (!found.isAlive()) {
            engine.move(found, spec, host.value());
          }
        });
  }

  void requireHost(HostName host, String step) {
    if (!asked(step, () -> members.has(host))) {
      throw HypervisorException.ofDriver(Category.USER, step, "there is no host " + host);
    }
  }

  static <T> T asked(String step, Question<T> question) {
    try {
      return question.ask();
    } catch (EngineException e) {
      throw Failures.ofDriver(step, e);
    }
  }

  @Override
  public DriverInfo info() {
    Set<Capability> capabilities =
        EnumSet.of(Capability.CONSOLE_OUTPUT, Capability.HOSTS, Capability.VM_EVENTS);
    if (server.clustered()) {
      capabilities.add(Capability.EVACUATION);
      capabilities.add(Capability.HOST_MOVES);
    }
    return new DriverInfo(
        IncusDriverFactory.NAME,
        capabilities,
        Map.of(
            "server",
            server.product(),
            "version",
            server.version(),
            "clustered",
            Boolean.toString(server.clustered()),
            "type",
            "container"));
  }

  @Override
  public String consoleOutput(VmName name, int mostBytes) {
    String step = "read the console";
    return asking(
        name,
        step,
        () -> {
          Found found = engine.find(name);
          existing(found, step);
          return found.instance().isPresent() ? end(engine.console(name), mostBytes) : "";
        });
  }

  private static String end(byte[] all, int mostBytes) {
    int from = Math.max(0, all.length - mostBytes);
    return new String(all, from, all.length - from, StandardCharsets.UTF_8);
  }

  @Override
  public Subscription watch(Consumer<VmName> listener) {
    Events events = Events.follow(api, listener);
    streams.add(events);
    return events;
  }

  @Override
  public void close() {
    streams.forEach(Events::close);
    // Connections end by themselves when they are idle.
  }

  private static Optional<VmSpec> spec(Found found, String step) {
    try {
      return found.spec();
    } catch (IOException e) {
      throw HypervisorException.of(
              Category.INTERNAL,
              found.name(),
              step,
              "its specification is unreadable: " + e.getMessage())
          .withRemedy("Delete the VM and create it again, or restore its volume.")
          .withCause(e);
    }
  }

  private static void requireOurs(Found found, String step) {
    if (found.isTaken()) {
      throw HypervisorException.of(
              Category.USER,
              found.name(),
              step,
              "the server has a container or a volume of that name that is not ours")
          .withRemedy("Rename or remove it.");
    }
  }

  private static VmSpec existing(Found found, String step) {
    return spec(found, step)
        .orElseThrow(
            () ->
                HypervisorException.of(Category.USER, found.name(), step, "there is no such VM")
                    .withRemedy("Create it first."));
  }

  private ReentrantLock turn(VmName name) {
    return TURNS.computeIfAbsent(
        settings.servers().get(0) + "/" + name, any -> new ReentrantLock(true));
  }

  private void inTurn(VmName name, String step, Runnable operation) {
    ReentrantLock turn = turn(name);
    turn.lock();
    try {
      operation.run();
    } catch (EngineException e) {
      throw Failures.of(name, step, e);
    } finally {
      turn.unlock();
    }
  }

  interface Question<T> {
    T ask();
  }

  private static <T> T asking(VmName name, String step, Question<T> question) {
    try {
      return question.ask();
    } catch (EngineException e) {
      throw Failures.of(name, step, e);
    }
  }
}
