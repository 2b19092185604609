package org.ringfence.hypervisor;

import java.util.Map;
import java.util.Set;

/**
 * What a driver says about itself.
 *
 * @param name the factory's name
 * @param capabilities the extra interfaces that it implements
 * @param details facts for an operator, such as the engine's version or the acceleration in use
 */
public record DriverInfo(String name, Set<Capability> capabilities, Map<String, String> details) {
  public DriverInfo {
    capabilities = Set.copyOf(capabilities);
    details = Map.copyOf(details);
  }
}
