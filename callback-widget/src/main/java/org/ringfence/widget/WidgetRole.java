package org.ringfence.widget;

import java.util.Arrays;
import org.eclipse.microprofile.config.ConfigProvider;

/** Whether this process serves visitors. */
final class WidgetRole {
  private WidgetRole() {}

  /** {@code ringfence.roles} is a comma-separated list; all roles when it is not set. */
  static boolean isOn() {
    return ConfigProvider.getConfig()
        .getOptionalValue("ringfence.roles", String.class)
        .map(roles -> Arrays.asList(roles.strip().split("\\s*,\\s*")).contains("widget"))
        .orElse(true);
  }
}
