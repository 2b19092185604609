package org.ringfence.hypervisor;

import java.util.regex.Pattern;

/**
 * The name of one VM, unique per driver instance. It is a DNS label (RFC 1123, lower case) because
 * it serves as the guest's host name and as a directory or instance name at once.
 *
 * @param value 1 to {@value #LONGEST} characters
 */
public record VmName(String value) implements Comparable<VmName> {
  /** Characters; short enough for every engine's own limit. */
  public static final int LONGEST = 40;

  private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");

  public VmName {
    if (value.length() > LONGEST || !LABEL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a VM name is a lower-case DNS label of at most " + LONGEST + " characters");
    }
  }

  public static VmName of(String value) {
    return new VmName(value);
  }

  /** Whether the text could be a name; for reading foreign lists without exceptions. */
  public static boolean isValid(String text) {
    return text.length() <= LONGEST && LABEL.matcher(text).matches();
  }

  @Override
  public int compareTo(VmName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
