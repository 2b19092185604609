package org.ringfence.hypervisor;

import java.util.regex.Pattern;

/**
 * The name of one snapshot, unique per VM; it serves as a file name.
 *
 * @param value 1 to 63 characters, lower-case letters, digits and hyphens
 */
public record SnapshotName(String value) implements Comparable<SnapshotName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public SnapshotName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a snapshot's name has 1 to 63 lower-case letters, digits and hyphens");
    }
  }

  public static SnapshotName of(String value) {
    return new SnapshotName(value);
  }

  /** Whether the text could be a name. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(SnapshotName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
