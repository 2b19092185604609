package org.ringfence.hypervisor;

import java.util.regex.Pattern;

/**
 * What the engine calls one of its hosts.
 *
 * @param value 1 to {@value #LONGEST} letters, digits, dots, hyphens and underscores
 */
public record HostName(String value) implements Comparable<HostName> {
  /** Characters. */
  public static final int LONGEST = 63;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  public HostName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a host's name is 1 to "
              + LONGEST
              + " letters, digits, dots, hyphens and underscores, and begins with none of the last"
              + " three");
    }
  }

  public static HostName of(String value) {
    return new HostName(value);
  }

  /** Whether the text could be a name; for reading foreign lists without exceptions. */
  public static boolean isValid(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches();
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
