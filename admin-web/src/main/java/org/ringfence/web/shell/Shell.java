package org.ringfence.web.shell;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.tenant.CurrentTenant;

/** The frame around every page: language, look, navigation. */
@Named("shell")
@RequestScoped
public class Shell {
  private static final List<String> LANGUAGES = List.of("en", "de");

  @Inject HttpServletRequest request;
  @Inject SignedIn user;
  @Inject CurrentTenant tenant;

  /** A group of the navigation; {@code title} is a message key or empty. */
  public record Group(String title, List<Entry> entries) {}

  /** A link of the navigation; {@code label} is a message key. */
  public record Entry(String label, String icon, String href, boolean current) {}

  public List<Group> getNavigation() {
    if (tenant.isSelected()) {
      return List.of(
          new Group("", List.of(entry("nav.overview", "pi-home", "", "overview"))),
          new Group(
              "nav.telephony",
              List.of(
                  entry("nav.calls", "pi-phone", "/history", "history"),
                  entry("nav.voicemail", "pi-inbox", "/voicemail", "voicemail"),
                  entry("nav.extensions", "pi-users", "/extensions", "extension"),
                  entry("nav.handling", "pi-sitemap", "/call-handling", "handling"),
                  entry("nav.sounds", "pi-volume-up", "/sounds", "sound"),
                  entry("nav.outbound", "pi-directions", "/outbound", "outbound"),
                  entry("nav.trunks", "pi-globe", "/trunks", "trunk"))),
          new Group(
              "nav.callback",
              List.of(
                  entry("nav.widgets", "pi-code", "/widgets", "widget"),
                  entry("nav.leads", "pi-id-card", "/leads", "lead"),
                  entry("nav.analytics", "pi-chart-bar", "/analytics", "analytics"),
                  entry("nav.privacy", "pi-shield", "/privacy", "privacy"),
                  entry("nav.dialer", "pi-bolt", "/dialer", "dialer"),
                  entry("nav.callbacks", "pi-reply", "/callbacks", "callback"),
                  entry("nav.callbackCalls", "pi-phone", "/calls", "call"))),
          new Group(
              "nav.settings",
              List.of(
                  entry("nav.revisions", "pi-history", "/revisions", "revision"),
                  entry("nav.keys", "pi-key", "/api-keys", "api-key"),
                  entry("nav.audit", "pi-book", "/audit", "audit"))));
    }
    if (user.isPlatformAdmin()) {
      return List.of(
          new Group(
              "",
              List.of(
                  new Entry("nav.tenants", "pi-building", "/tenants", view().startsWith("tenant")),
                  new Entry("nav.dialer", "pi-bolt", "/dialer", view().equals("lanes")),
                  new Entry("nav.keys", "pi-key", "/api-keys", view().equals("api-keys")),
                  new Entry("nav.hosts", "pi-server", "/hosts", view().startsWith("host")),
                  new Entry(
                      "nav.templates", "pi-clone", "/templates", view().startsWith("template")),
                  new Entry("nav.pool", "pi-hourglass", "/pool", view().equals("pool")),
                  new Entry("nav.plans", "pi-box", "/plans", view().startsWith("plan")),
                  new Entry("nav.audit", "pi-book", "/audit", view().equals("audit")))));
    }
    return List.of();
  }

  private Entry entry(String label, String icon, String path, String view) {
    boolean current =
        view().equals(view) || view().equals(view + "s") || view().startsWith(view + "-");
    return new Entry(label, icon, tenant.getPath() + path, current);
  }

  private String view() {
    return Router.view(request);
  }

  /** {@code light}, {@code dark}, or {@code auto} for what the system prefers. */
  public String getTheme() {
    return cookie("ringfence-theme").filter(List.of("light", "dark")::contains).orElse("auto");
  }

  public Locale getLocale() {
    Optional<String> chosen = cookie("ringfence-language").filter(LANGUAGES::contains);
    if (chosen.isPresent()) {
      return Locale.forLanguageTag(chosen.get());
    }
    String preferred = request.getLocale().getLanguage();
    return LANGUAGES.contains(preferred) ? Locale.forLanguageTag(preferred) : Locale.ENGLISH;
  }

  /** Who hears about changes on this page: the tenant's signals, or the platform's. */
  public String getLiveAddressee() {
    if (tenant.isSelected()) {
      return tenant.id().toString();
    }
    return user.isPlatformAdmin() ? "platform" : "nobody";
  }

  private Optional<String> cookie(String name) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(Cookie::getValue)
            .findFirst();
  }
}
