package org.ringfence.web.tenant;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.identity.SignedIn;

/**
 * Hosting admins enter a tenant and leave it: {@code POST /tenants/<slug>/enter} and {@code
 * /leave}. Both go on record.
 */
@WebServlet("/tenants/*")
public class TenantEntry extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Tenants tenants;
  @Inject transient EnteredTenants entered;
  @Inject transient SignedIn user;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String[] segments = Optional.ofNullable(request.getPathInfo()).orElse("").split("/", -1);
    Optional<Tenant> found = segments.length == 3 ? tenants.find(segments[1]) : Optional.empty();
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Tenant tenant = found.get();
    switch (segments[2]) {
      case "enter" -> {
        tenants.entered(tenant.id(), user.getName());
        entered.enter(tenant.id());
        response.sendRedirect("/t/" + tenant.slug());
      }
      case "leave" -> {
        entered.leave(tenant.id());
        tenants.left(tenant.id(), user.getName());
        response.sendRedirect("/tenants/" + tenant.slug());
      }
      default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }
}
