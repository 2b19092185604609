package org.ringfence.hypervisor.incus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.ringfence.hypervisor.Capability;
import org.ringfence.hypervisor.ConsoleOutput;
import org.ringfence.hypervisor.DriverInfo;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;

/**
 * Has Incus or LXD run each VM as a system container. The engine holds all state: a labelled data
 * volume with the specification, and a labelled container that is made of the template's image and
 * can be made anew. In a cluster the engine chooses the member for a new container, and the volume
 * follows it there.
 */
final class IncusDriver implements HypervisorDriver, ConsoleOutput {
  /** Of this process, not of an instance: two instances take turns, too. */
  private static final Map<String, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  private final IncusSettings settings;
  private final Server server;
  private final Engine engine;

  IncusDriver(IncusSettings settings, Api api, Server server) {
    this.settings = settings;
    this.server = server;
    this.engine = new Engine(settings, api, server.clustered());
  }

  @Override
  public void create(VmSpec spec) {
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
          engine.make(spec);
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
      engine.findAll().forEach(found -> status(found).ifPresent(statuses::add));
      return statuses;
    } catch (EngineException e) {
      throw Failures.ofDriver("list the VMs", e);
    }
  }

  @Override
  public DriverInfo info() {
    return new DriverInfo(
        IncusDriverFactory.NAME,
        Set.of(Capability.CONSOLE_OUTPUT),
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
  public void close() {
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

  private interface Question<T> {
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
