package org.ringfence.web.shell;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.ringfence.web.identity.Roles;
import org.ringfence.web.tenant.CurrentTenant;

/**
 * Leads an address to its view, after asking whether the caller may see the tenant in it. A tenant
 * the caller has nothing to do with does not exist for them: 404. Views are not reachable under
 * their own file names.
 */
public class Router extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String ROUTE = Route.class.getName();

  /** Pages of no tenant that are not the hoster's. */
  private static final Set<String> FOR_EVERYBODY = Set.of("home", "signed-out", "error");

  @Inject transient CurrentTenant currentTenant;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (path.startsWith("/jakarta.faces.resource/") || !path.startsWith("/")) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Route> route = Route.of(path);
    if (route.isEmpty()) {
      if (path.endsWith(".xhtml")) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
      } else {
        chain.doFilter(request, response);
      }
      return;
    }
    response.setHeader("Cache-Control", "no-store");
    // The container's constraints compare addresses, and an address can be written in other ways
    // than they do (a slash at its end); here it is known which page it leads to.
    if (isOfHoster(route.get()) && !request.isUserInRole(Roles.PLATFORM_ADMIN)) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    request.setAttribute(ROUTE, route.get());
    Optional<String> tenant = route.get().tenant();
    String viewId = route.get().viewId();
    if (tenant.isPresent()) {
      switch (currentTenant.select(tenant.get())) {
        case ALLOWED -> {}
        case NOT_ENTERED -> viewId = "/WEB-INF/pages/enter.xhtml";
        case NOT_FOUND -> {
          response.sendError(HttpServletResponse.SC_NOT_FOUND);
          return;
        }
      }
    }
    request.getRequestDispatcher(viewId).forward(request, response);
  }

  private static boolean isOfHoster(Route route) {
    return route.tenant().isEmpty() && !FOR_EVERYBODY.contains(route.view());
  }

  /** The id in the address of this request. */
  static Optional<String> id(HttpServletRequest request) {
    return request.getAttribute(ROUTE) instanceof Route route ? route.id() : Optional.empty();
  }

  static String view(HttpServletRequest request) {
    return request.getAttribute(ROUTE) instanceof Route route ? route.view() : "";
  }
}
