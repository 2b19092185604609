package org.ringfence.web.lead;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.callback.LeadQuery;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.tenant.CurrentTenant;

/** {@code /export/<slug>/leads.csv}: the leads that a page shows, all of them. */
@WebServlet("/export/*")
public class LeadsExport extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile("/([a-z0-9-]{1,40})/leads\\.csv");

  @Inject transient CurrentTenant tenant;
  @Inject transient Leads leads;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Matcher path = PATH.matcher(String.valueOf(request.getPathInfo()));
    if (!path.matches() || tenant.select(path.group(1)) != CurrentTenant.Access.ALLOWED) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    LeadQuery query;
    try {
      query = LeadFilter.of(request::getParameter).query(LeadQuery.MOST);
    } catch (InvalidForm malformed) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Disposition", "attachment; filename=\"leads.csv\"");
    new LeadsCsv(leads).write(tenant.id(), query, response.getWriter());
  }
}
