package org.ringfence.web.queue;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.tenant.CurrentTenant;

/** {@code /callback-report/<slug>/callbacks.csv}: the report that a page shows, as a table. */
@WebServlet("/callback-report/*")
public class ReportExport extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile("/([a-z0-9-]{1,40})/callbacks\\.csv");

  @Inject transient CurrentTenant tenant;
  @Inject transient Reports reports;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Matcher path = PATH.matcher(String.valueOf(request.getPathInfo()));
    if (!path.matches() || tenant.select(path.group(1)) != CurrentTenant.Access.ALLOWED) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Reports.Question question;
    try {
      question = reports.question(request::getParameter);
    } catch (InvalidForm malformed) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"callbacks-by-"
            + question.by().name().toLowerCase(Locale.ROOT)
            + ".csv\"");
    ReportCsv.write(
        reports.report(tenant.id(), question),
        reports.names(tenant.id(), question.by()),
        response.getWriter());
  }
}
