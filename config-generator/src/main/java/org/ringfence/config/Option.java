package org.ringfence.config;

import java.util.Set;

/**
 * One {@code key = value} of a section. Whether the value is a secret follows from the key alone,
 * so that a stored bundle can be masked again without knowing where it came from.
 */
record Option(String key, String value) {
  private static final Set<String> SECRET_KEYS = Set.of("password", "password_digest", "secret");

  boolean isSecret() {
    return isSecret(key);
  }

  /** A key of digits is a mailbox, whose value begins with its PIN. */
  static boolean isSecret(String key) {
    return SECRET_KEYS.contains(key) || key.matches("[0-9]+");
  }

  @Override
  public String toString() {
    return key + " = " + (isSecret() ? AsteriskWriter.MASK : value);
  }
}
