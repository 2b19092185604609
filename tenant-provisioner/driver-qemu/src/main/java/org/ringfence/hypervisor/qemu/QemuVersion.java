package org.ringfence.hypervisor.qemu;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;

/**
 * The version of the installed QEMU, on which some options depend.
 *
 * @param build all that it says of its version, the distribution's revision included
 */
record QemuVersion(int major, int minor, String build) {
  private static final Pattern LINE = Pattern.compile("QEMU emulator version ((\\d+)\\.(\\d+).*)");

  /** Asks the program. */
  static QemuVersion of(String binary) {
    String step = "find QEMU";
    Command.Result result;
    try {
      result = Command.run(List.of(binary, "--version"), "", Duration.ofSeconds(10));
    } catch (java.io.IOException e) {
      throw HypervisorException.ofDriver(Category.EXTERNAL, step, String.valueOf(e.getMessage()))
          .withRemedy("Install it: apt-get install qemu-system-x86.")
          .withCause(e);
    }
    Matcher matcher = LINE.matcher(result.output());
    if (!matcher.find()) {
      throw HypervisorException.ofDriver(
          Category.EXTERNAL, step, binary + " does not say its version: " + result.output());
    }
    return new QemuVersion(
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        matcher.group(1).strip());
  }

  boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
