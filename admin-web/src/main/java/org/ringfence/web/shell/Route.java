package org.ringfence.web.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One address of the portal and the view behind it.
 *
 * @param view the view's file below {@code /WEB-INF/pages/}, without extension
 * @param tenant the tenant's short name, for pages of a tenant
 * @param id what the page is about: an id, a number, or empty
 */
public record Route(String view, Optional<String> tenant, Optional<String> id) {
  private static final String PLACEHOLDER = "*";

  /** Patterns in order; a star takes one segment: first the tenant on {@code /t/}, then the id. */
  private static final List<Pattern> PATTERNS =
      List.of(
          new Pattern("", "home"),
          new Pattern("signed-out", "signed-out"),
          new Pattern("failed", "error"),
          new Pattern("tenants", "tenants"),
          new Pattern("tenants/new", "tenant-new"),
          new Pattern("tenants/*", "tenant"),
          new Pattern("hosts", "hosts"),
          new Pattern("hosts/*", "host"),
          new Pattern("plans", "plans"),
          new Pattern("plans/new", "plan-edit"),
          new Pattern("plans/*", "plan-edit"),
          new Pattern("templates", "templates"),
          new Pattern("templates/*", "template"),
          new Pattern("pool", "pool"),
          new Pattern("dialer", "lanes"),
          new Pattern("audit", "audit"),
          new Pattern("api-keys", "api-keys"),
          new Pattern("t/*", "overview"),
          new Pattern("t/*/trunks", "trunks"),
          new Pattern("t/*/trunks/new", "trunk-edit"),
          new Pattern("t/*/trunks/*", "trunk"),
          new Pattern("t/*/trunks/*/edit", "trunk-edit"),
          new Pattern("t/*/trunks/*/doctor", "trunk-doctor"),
          new Pattern("t/*/trunks/*/generated", "trunk-generated"),
          new Pattern("t/*/trunks/*/history", "trunk-history"),
          new Pattern("t/*/extensions", "extensions"),
          new Pattern("t/*/extensions/new", "extension-edit"),
          new Pattern("t/*/extensions/import", "extension-import"),
          new Pattern("t/*/extensions/*", "extension"),
          new Pattern("t/*/extensions/*/edit", "extension-edit"),
          new Pattern("t/*/extensions/*/generated", "extension-generated"),
          new Pattern("t/*/voicemail", "voicemails"),
          new Pattern("t/*/voicemail/*/sound", "voicemail-sound"),
          new Pattern("t/*/call-handling", "handlings"),
          new Pattern("t/*/call-handling/new/*", "handling-edit"),
          new Pattern("t/*/call-handling/*", "handling-edit"),
          new Pattern("t/*/sounds", "sounds"),
          new Pattern("t/*/sounds/new", "sound-edit"),
          new Pattern("t/*/sounds/*", "sound-edit"),
          new Pattern("t/*/sounds/*/audio", "sound-audio"),
          new Pattern("t/*/outbound", "outbound"),
          new Pattern("t/*/outbound/policy", "outbound-policy"),
          new Pattern("t/*/outbound/new", "outbound-route"),
          new Pattern("t/*/outbound/*", "outbound-route"),
          new Pattern("t/*/widgets", "widgets"),
          new Pattern("t/*/widgets/new", "widget-edit"),
          new Pattern("t/*/widgets/*", "widget"),
          new Pattern("t/*/widgets/*/edit", "widget-edit"),
          new Pattern("t/*/widgets/*/design", "widget-design"),
          new Pattern("t/*/leads", "leads"),
          new Pattern("t/*/leads/*", "lead"),
          new Pattern("t/*/analytics", "analytics"),
          new Pattern("t/*/privacy", "privacy"),
          new Pattern("t/*/dialer", "dialer"),
          new Pattern("t/*/callbacks", "callbacks"),
          new Pattern("t/*/callbacks/report", "callback-report"),
          new Pattern("t/*/callbacks/limits", "callback-limits"),
          new Pattern("t/*/callbacks/retries", "callback-retries"),
          new Pattern("t/*/callbacks/dialing", "callback-dialing"),
          new Pattern("t/*/callbacks/*", "callback"),
          new Pattern("t/*/calls", "calls"),
          new Pattern("t/*/calls/*", "call"),
          new Pattern("t/*/history", "history"),
          new Pattern("t/*/history/*", "history-call"),
          new Pattern("t/*/revisions", "revisions"),
          new Pattern("t/*/revisions/*", "revision"),
          new Pattern("t/*/api-keys", "api-keys"),
          new Pattern("t/*/audit", "audit"),
          new Pattern("t/*/search", "search"));

  /** The route of a path that begins with a slash; empty for an unknown one. */
  public static Optional<Route> of(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String[] segments = trimmed.substring(1).split("/", -1);
    return PATTERNS.stream().flatMap(pattern -> pattern.match(segments).stream()).findFirst();
  }

  /** Every view there is a way to. */
  static List<String> all() {
    return PATTERNS.stream().map(Pattern::view).distinct().toList();
  }

  /** Every address, with a star for what differs. */
  static List<String> addresses() {
    return PATTERNS.stream().map(pattern -> "/" + String.join("/", pattern.segments())).toList();
  }

  String viewId() {
    return "/WEB-INF/pages/" + view + ".xhtml";
  }

  private record Pattern(List<String> segments, String view) {
    Pattern(String path, String view) {
      this(List.of(path.split("/", -1)), view);
    }

    Optional<Route> match(String[] actual) {
      if (actual.length != segments.size()) {
        return Optional.empty();
      }
      List<String> values = new ArrayList<>();
      for (int i = 0; i < actual.length; i++) {
        if (segments.get(i).equals(PLACEHOLDER)) {
          if (actual[i].isEmpty()) {
            return Optional.empty();
          }
          values.add(actual[i]);
        } else if (!segments.get(i).equals(actual[i])) {
          return Optional.empty();
        }
      }
      boolean ofTenant = segments.get(0).equals("t");
      Optional<String> tenant = ofTenant ? Optional.of(values.get(0)) : Optional.empty();
      int idIndex = ofTenant ? 1 : 0;
      Optional<String> id =
          values.size() > idIndex ? Optional.of(values.get(idIndex)) : Optional.empty();
      return Optional.of(new Route(view, tenant, id));
    }
  }
}
