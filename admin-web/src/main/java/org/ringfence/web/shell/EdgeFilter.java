package org.ringfence.web.shell;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * First of all filters: headers of every answer, and the wall between the listeners. Guests reach
 * only {@code /guest/*}, and only at their own listener: from a tenant's network there is no way to
 * the portal's pages.
 *
 * <p>It also refuses what another website makes a browser send. SameSite cookies alone do not: to
 * them every port of a host is the same site.
 */
public class EdgeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Inject
  @ConfigProperty(name = "ringfence.guest.url")
  transient Optional<String> guestUrl;

  @Inject
  @ConfigProperty(name = "ringfence.portal.url")
  transient String portalUrl;

  @Inject transient ActiveRoles roles;

  /** Decoded and without dot segments, as the container chose the servlet by. */
  private static String path(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  /** A process answers only for the roles it runs; whether it is healthy it says always. */
  private boolean isServedHere(String path) {
    if (path.startsWith("/guest/")) {
      return roles.provisioner();
    }
    if (path.startsWith("/widget/")) {
      return roles.widget();
    }
    return roles.portal() || path.startsWith("/health");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = path(request);
    boolean guestListener =
        guestUrl.isPresent() && URI.create(guestUrl.get()).getPort() == request.getLocalPort();
    boolean guestPath = path.startsWith("/guest/");
    if ((guestUrl.isPresent() && guestListener != guestPath) || !isServedHere(path)) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    boolean forBrowsers = !guestPath && !path.startsWith("/widget/") && !path.startsWith("/api/");
    if (forBrowsers && changesOrConnects(request) && isForeign(request.getHeader("Origin"))) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    if (!path.startsWith("/widget/") && !guestPath) {
      response.setHeader("X-Frame-Options", "DENY");
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      response.setHeader(
          "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    }
    if (portalUrl.startsWith("https:")) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    chain.doFilter(request, response);
  }

  private static boolean changesOrConnects(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod()) || request.getHeader("Upgrade") != null;
  }

  private boolean isForeign(@Nullable String origin) {
    return origin != null && !origin.equals(portalUrl);
  }
}
