package org.ringfence.hypervisor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The values of a driver's settings: complete, and none that the driver does not know. */
public final class DriverConfig {
  private final Map<String, ConfigKey> keys = new TreeMap<>();
  private final Map<String, String> values = new TreeMap<>();

  private DriverConfig() {}

  /** Asks the source for each declared key, so that any configuration system can feed a driver. */
  public static DriverConfig read(List<ConfigKey> keys, Function<String, Optional<String>> source) {
    DriverConfig config = new DriverConfig();
    for (ConfigKey key : keys) {
      config.keys.put(key.name(), key);
      Optional<String> value = source.apply(key.name()).filter(text -> !text.isBlank());
      config.values.put(
          key.name(),
          value
              .or(key::fallback)
              .orElseThrow(
                  () ->
                      HypervisorException.ofDriver(
                              HypervisorException.Category.USER,
                              "read the setting " + key.name(),
                              "it is not set")
                          .withRemedy("Set it: " + key.description() + ".")));
    }
    return config;
  }

  /** From a map; a key that the driver does not declare is refused, as it is probably misspelt. */
  public static DriverConfig of(List<ConfigKey> keys, Map<String, String> values) {
    for (String name : values.keySet()) {
      if (keys.stream().noneMatch(key -> key.name().equals(name))) {
        throw HypervisorException.ofDriver(
            HypervisorException.Category.USER, "read the setting " + name, "no such setting");
      }
    }
    return read(keys, name -> Optional.ofNullable(values.get(name)));
  }

  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is not among the driver's configKeys");
    }
    return value;
  }

  /** The value read by a parser whose {@link IllegalArgumentException} becomes a refusal. */
  public <T> T get(String name, Function<String, T> parser) {
    try {
      return parser.apply(get(name));
    } catch (IllegalArgumentException e) {
      if (isSecret(name)) {
        // The parser's message and its cause may quote the value.
        throw HypervisorException.ofDriver(
            HypervisorException.Category.USER,
            "read the setting " + name,
            "its value is not what it should be");
      }
      throw HypervisorException.ofDriver(
              HypervisorException.Category.USER,
              "read the setting " + name,
              String.valueOf(e.getMessage()))
          .withCause(e);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("DriverConfig");
    values.forEach(
        (name, value) -> {
          text.append(' ').append(name).append('=');
          text.append(isSecret(name) ? "[masked]" : value);
        });
    return text.toString();
  }

  private boolean isSecret(String name) {
    ConfigKey key = keys.get(name);
    return key == null || key.isSecret();
  }
}
