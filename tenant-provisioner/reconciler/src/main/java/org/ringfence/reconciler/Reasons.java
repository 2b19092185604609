package org.ringfence.reconciler;

import java.time.Duration;
import org.ringfence.hypervisor.ConsoleOutput;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.VmName;

/** Says in words for a hoster why a VM is where it is. */
final class Reasons {
  private static final int CONSOLE_BYTES = 2000;
  private static final int LONGEST_LINE = 300;

  private Reasons() {}

  static String of(HypervisorException failure) {
    String who =
        switch (failure.category()) {
          case USER -> "The settings or the request do not allow it";
          case RESOURCES -> "There is no room for it now";
          case EXTERNAL -> "The host refused";
          case INTERNAL -> "The driver failed";
        };
    return who + ": " + failure.getMessage();
  }

  static String minutes(Duration limit) {
    return limit.toSeconds() < 120
        ? limit.toSeconds() + " seconds"
        : limit.toMinutes() + " minutes";
  }

  /**
   * The last thing the guest said, as a sentence to append; empty when it said nothing. The guest
   * decides what stands there, so only printable characters pass.
   */
  static String lastWords(HypervisorDriver driver, VmName name) {
    if (!(driver instanceof ConsoleOutput console)) {
      return "";
    }
    String text;
    try {
      text = console.consoleOutput(name, CONSOLE_BYTES);
    } catch (HypervisorException unreadable) {
      return "";
    }
    String last = "";
    for (String line : text.lines().toList()) {
      String clean =
          line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("[^\\x20-\\x7e]", "").strip();
      if (!clean.isEmpty() && !(last.contains("failed:") && !clean.contains("failed:"))) {
        last = clean;
      }
    }
    if (last.isEmpty()) {
      return "";
    }
    return " Its console ends with: "
        + (last.length() <= LONGEST_LINE ? last : last.substring(0, LONGEST_LINE));
  }
}
