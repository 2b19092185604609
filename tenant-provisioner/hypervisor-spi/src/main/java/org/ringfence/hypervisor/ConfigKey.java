package org.ringfence.hypervisor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One setting of a driver. */
public final class ConfigKey {
  private final String name;
  private final String description;
  private final @Nullable String fallback;
  private final boolean secret;

  private ConfigKey(String name, String description, @Nullable String fallback, boolean secret) {
    this.name = name;
    this.description = description;
    this.fallback = fallback;
    this.secret = secret;
  }

  public static ConfigKey required(String name, String description) {
    return new ConfigKey(name, description, null, false);
  }

  public static ConfigKey optional(String name, String fallback, String description) {
    return new ConfigKey(name, description, fallback, false);
  }

  /** Required, and never shown. */
  public static ConfigKey secret(String name, String description) {
    return new ConfigKey(name, description, null, true);
  }

  /** The full name, such as {@code ringfence.qemu.directory}. */
  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  /** The value used when none is set; empty when the setting is required. */
  public Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  public boolean isSecret() {
    return secret;
  }
}
