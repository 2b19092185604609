package org.ringfence.hypervisor;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the driver that a setting names. */
public final class HypervisorDrivers {
  private HypervisorDrivers() {}

  /**
   * Makes the named driver.
   *
   * @param loader the one that sees the driver jars; in a WAR the WAR's own
   * @param settings looks a setting up by its full name
   * @throws HypervisorException USER when no such driver is installed
   */
  public static HypervisorDriver open(
      String name, ClassLoader loader, Function<String, Optional<String>> settings) {
    TreeMap<String, HypervisorDriverFactory> factories = new TreeMap<>();
    for (HypervisorDriverFactory factory :
        ServiceLoader.load(HypervisorDriverFactory.class, loader)) {
      factories.put(factory.name(), factory);
    }
    HypervisorDriverFactory factory = factories.get(name);
    if (factory == null) {
      throw HypervisorException.ofDriver(
          HypervisorException.Category.USER,
          "find the driver \"" + name + "\"",
          "installed drivers are " + factories.keySet());
    }
    return factory.create(DriverConfig.read(factory.configKeys(), settings));
  }
}
