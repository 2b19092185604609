package org.ringfence.web.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ringfence.domain.access.KeyArea;

/** To which area an address of the API belongs. */
public final class KeyAreas {
  /**
   * Addresses in the one way of writing them. Others may lead to the same thing, and are of no area
   * so that nobody gets around one.
   */
  private static final Pattern PLAIN =
      Pattern.compile("/api/v1(?:/(?:[A-Za-z0-9+_-]|%2[Bb])(?:[A-Za-z0-9+._-]|%2[Bb])*)+");

  /** What stands behind the tenant's name. */
  private static final Map<String, KeyArea> AREAS =
      Map.ofEntries(
          Map.entry("trunks", KeyArea.TRUNKS),
          Map.entry("extensions", KeyArea.PEOPLE),
          Map.entry("call-handling", KeyArea.HANDLING),
          Map.entry("sounds", KeyArea.HANDLING),
          Map.entry("calling-policy", KeyArea.HANDLING),
          Map.entry("call-rehearsal", KeyArea.HANDLING),
          Map.entry("call-records", KeyArea.CALLS),
          Map.entry("voicemail", KeyArea.CALLS),
          Map.entry("calls", KeyArea.CALLBACKS),
          Map.entry("callbacks", KeyArea.CALLBACKS),
          Map.entry("dialer", KeyArea.CALLBACKS),
          Map.entry("callback-policy", KeyArea.CALLBACKS),
          Map.entry("callback-retries", KeyArea.CALLBACKS),
          Map.entry("callback-dialing", KeyArea.CALLBACKS),
          Map.entry("widgets", KeyArea.CALLBACKS),
          Map.entry("widget-report", KeyArea.CALLBACKS),
          Map.entry("leads", KeyArea.CALLBACKS),
          Map.entry("privacy", KeyArea.CALLBACKS),
          Map.entry("revisions", KeyArea.TENANT),
          Map.entry("events", KeyArea.TENANT),
          Map.entry("snapshots", KeyArea.TENANT),
          Map.entry("stages", KeyArea.TENANT),
          Map.entry("plan", KeyArea.TENANT),
          Map.entry("template", KeyArea.TENANT),
          Map.entry("template-moves", KeyArea.TENANT),
          Map.entry("first-password", KeyArea.TENANT),
          Map.entry("start", KeyArea.TENANT),
          Map.entry("stop", KeyArea.TENANT),
          Map.entry("restart", KeyArea.TENANT),
          Map.entry("suspend", KeyArea.TENANT),
          Map.entry("resume", KeyArea.TENANT),
          Map.entry("release", KeyArea.TENANT),
          Map.entry("rebuild", KeyArea.TENANT),
          Map.entry("undelete", KeyArea.TENANT));

  /** What of the hoster goes with making and moving its tenants' VMs. */
  private static final Set<String> HOSTERS = Set.of("hosts", "plans", "pool", "templates");

  private KeyAreas() {}

  /** The area of an address; empty for what no key for some areas may touch. */
  public static Optional<KeyArea> of(String path) {
    if (!PLAIN.matcher(path).matches()) {
      return Optional.empty();
    }
    // "", "api", "v1", "tenants", the tenant, and what of it.
    String[] segments = path.split("/", -1);
    if (HOSTERS.contains(segments[3])) {
      return Optional.of(KeyArea.TENANT);
    }
    if (segments[3].equals("dialer")) {
      return Optional.of(KeyArea.CALLBACKS);
    }
    if (!segments[3].equals("tenants")) {
      return Optional.empty();
    }
    return segments.length < 6
        ? Optional.of(KeyArea.TENANT)
        : Optional.ofNullable(AREAS.get(segments[5]));
  }
}
