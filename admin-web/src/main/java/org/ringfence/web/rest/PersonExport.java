package org.ringfence.web.rest;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.ringfence.domain.E164;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.privacy.Privacy;
import org.ringfence.web.tenant.CurrentTenant;

/** {@code /person-export/<slug>?number=…}: what is known of a person, as a file. */
@WebServlet("/person-export/*")
public class PersonExport extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient CurrentTenant tenant;
  @Inject transient SignedIn user;
  @Inject transient Privacy privacy;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = String.valueOf(request.getPathInfo());
    String typed = request.getParameter("number");
    if (!path.matches("/[a-z0-9-]{1,40}")
        || typed == null
        || tenant.select(path.substring(1)) != CurrentTenant.Access.ALLOWED) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    E164 number;
    try {
      number = privacy.number(typed);
    } catch (InvalidForm malformed) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    privacy.exported(tenant.id(), user.getName());
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Disposition", "attachment; filename=\"person.json\"");
    response
        .getWriter()
        .write(PeopleResource.shape(number, privacy.person(tenant.id(), number)).toString());
  }
}
