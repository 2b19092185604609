package org.ringfence.hypervisor.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ringfence.hypervisor.ConfigKey;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HostName;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDriverFactory;

/** Makes drivers of simulated engines, which live as long as this process. */
public final class SimulatorDriverFactory implements HypervisorDriverFactory {
  static final String NAME = "simulator";

  private static final String ENGINE = "ringfence.simulator.engine";
  private static final String MEMORY = "ringfence.simulator.memory";
  private static final String HOSTS = "ringfence.simulator.hosts";
  private static final String START_LATENCY = "ringfence.simulator.start.latency";

  private static final int MOST_HOSTS = 100;

  private static final Map<String, SimulatedHypervisor> ENGINES = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(
        ConfigKey.optional(
            ENGINE, "default", "name of the engine; drivers with the same name share its VMs"),
        ConfigKey.optional(
            MEMORY, "1048576", "MiB of memory for all running VMs of a host together"),
        ConfigKey.optional(HOSTS, "1", "how many hosts there are, 1 to 100"),
        ConfigKey.optional(START_LATENCY, "PT0S", "how long a start takes, as ISO 8601 duration"));
  }

  @Override
  public HypervisorDriver create(DriverConfig config) {
    int memoryMib = config.get(MEMORY, Integer::parseInt);
    int hosts = config.get(HOSTS, SimulatorDriverFactory::count);
    Duration latency = config.get(START_LATENCY, SimulatorDriverFactory::duration);
    SimulatedHypervisor engine =
        ENGINES.computeIfAbsent(config.get(ENGINE), any -> engine(memoryMib, hosts));
    engine.delay(Operation.START, latency);
    return new SimulatorDriver(engine);
  }

  private static SimulatedHypervisor engine(int memoryMib, int hosts) {
    SimulatedHypervisor engine =
        new SimulatedHypervisor(Clock.systemUTC(), Pause.real(), memoryMib);
    for (int number = 2; number <= hosts; number++) {
      engine.addHost(HostName.of(SimulatedHypervisor.FIRST + "-" + number), memoryMib);
    }
    return engine;
  }

  private static int count(String text) {
    int count = Integer.parseInt(text);
    if (count < 1 || count > MOST_HOSTS) {
      throw new IllegalArgumentException("the number of hosts is 1 to " + MOST_HOSTS);
    }
    return count;
  }

  /** Ends the named engine with its VMs. */
  static void forget(String name) {
    ENGINES.remove(name);
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no ISO 8601 duration", e);
    }
  }
}
