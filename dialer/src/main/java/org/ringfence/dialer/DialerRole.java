package org.ringfence.dialer;

import java.util.Arrays;
import org.eclipse.microprofile.config.Config;

/** Whether this process dials. */
final class DialerRole {
  private DialerRole() {}

  /** {@code ringfence.roles} is a comma-separated list; all roles when it is not set. */
  static boolean isOn(Config config) {
    return config
        .getOptionalValue("ringfence.roles", String.class)
        .map(roles -> Arrays.asList(roles.strip().split("\\s*,\\s*")).contains("dialer"))
        .orElse(true);
  }
}
