package org.ringfence.dialer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringfence.domain.pbx.TrunkStatus;

/**
 * What the trunks of one PBX do, from what Asterisk says of registrations and devices.
 *
 * <p>Asterisk says of a registration only that it was rejected, be it by an answer or by silence;
 * whether the provider answers at all is told by the device, which follows the answers to OPTIONS.
 * Not for several threads at once.
 */
final class TrunkStates {
  private static final String PREFIX = "PJSIP/trunk-";

  /** State of a trunk and what to tell people about it. */
  record Status(TrunkStatus.State state, String detail) {}

  private final Map<String, String> registrations = new TreeMap<>();
  private final Map<String, String> devices = new TreeMap<>();
  private final Map<String, Status> told = new TreeMap<>();

  void registration(String name, String status) {
    if (name.startsWith("trunk-")) {
      registrations.put(name, status);
    }
  }

  void device(String device, String state) {
    if (device.startsWith(PREFIX)) {
      devices.put(device.substring("PJSIP/".length()), state);
    }
  }

  /** Section name to status of every trunk whose status is another one than at the last call. */
  Map<String, Status> changes() {
    Map<String, Status> changes = new LinkedHashMap<>();
    TreeSet<String> names = new TreeSet<>(registrations.keySet());
    names.addAll(devices.keySet());
    for (String name : names) {
      Status status = status(name);
      if (!status.equals(told.put(name, status))) {
        changes.put(name, status);
      }
    }
    return changes;
  }

  /** Tells everything anew at the next call; what Asterisk said before does not count any more. */
  void forget() {
    registrations.clear();
    devices.clear();
    told.clear();
  }

  private Status status(String name) {
    String registration = registrations.get(name);
    String device = devices.getOrDefault(name, "UNKNOWN");
    boolean silent = device.equals("UNAVAILABLE") || device.equals("INVALID");
    if (registration == null) {
      return silent ? unreachable() : new Status(TrunkStatus.State.REACHABLE, "");
    }
    return switch (registration) {
      case "Registered" -> new Status(TrunkStatus.State.REGISTERED, "");
      case "Rejected", "Stopped" ->
          silent
              ? unreachable()
              : new Status(
                  TrunkStatus.State.REFUSED,
                  "The provider refuses the registration. Please check account name and password.");
      default ->
          silent
              ? unreachable()
              : new Status(TrunkStatus.State.UNKNOWN, "The registration is under way.");
    };
  }

  private static Status unreachable() {
    return new Status(
        TrunkStatus.State.UNREACHABLE, "The provider does not answer. Please check host and port.");
  }
}
