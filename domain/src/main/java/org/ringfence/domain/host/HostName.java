package org.ringfence.domain.host;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/** What the hypervisor calls one of its hosts. */
public record HostName(String value) implements Comparable<HostName> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  public HostName {
    if (!NAME.matcher(value).matches()) {
      throw new InvalidValue(
          "A host's name has 1 to 63 letters, digits, dots, hyphens and underscores.");
    }
  }

  @Override
  public int compareTo(HostName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
