package org.ringfence.web.history;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.tenant.CurrentTenant;

/**
 * What a browser fetches of the history: {@code /download/<slug>/calls.csv}, the calls that a page
 * shows, all of them; {@code /download/<slug>/recordings/<call>.wav}, the sound of one, from any
 * place on (RFC 9110, one range of bytes).
 */
@WebServlet("/download/*")
public class HistoryDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Pattern PATH =
      Pattern.compile("/([a-z0-9-]{1,40})/(?:calls\\.csv|recordings/([0-9a-f-]{36})\\.wav)");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,12})-([0-9]{0,12})");

  @Inject transient CurrentTenant tenant;
  @Inject transient History history;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Matcher path = PATH.matcher(String.valueOf(request.getPathInfo()));
    if (!path.matches() || tenant.select(path.group(1)) != CurrentTenant.Access.ALLOWED) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    String call = path.group(2);
    if (call != null) {
      sound(call, request, response);
    } else {
      table(request, response);
    }
  }

  private void sound(String call, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<History.Sound> found = Optional.empty();
    try {
      found = history.recording(tenant.id(), CallRecordId.parse(call));
    } catch (InvalidValue noId) {
      // Nothing is found.
    }
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    History.Sound sound = found.get();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType("audio/wav");
    if (request.getParameter("save") != null) {
      response.setHeader("Content-Disposition", "attachment; filename=\"" + call + ".wav\"");
    }
    long from = 0;
    long to = sound.bytes() - 1;
    Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
    if (range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty())) {
      if (range.group(1).isEmpty()) {
        from = Math.max(0, sound.bytes() - Long.parseLong(range.group(2)));
      } else {
        from = Long.parseLong(range.group(1));
        to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
      }
      if (from > to) {
        response.setHeader("Content-Range", "bytes */" + sound.bytes());
        response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
        return;
      }
      response.setHeader("Content-Range", "bytes " + from + "-" + to + "/" + sound.bytes());
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    }
    response.setContentLengthLong(to - from + 1);
    try (InputStream in = history.open(tenant.id(), sound, from, to - from + 1)) {
      in.transferTo(response.getOutputStream());
    }
  }

  private void table(HttpServletRequest request, HttpServletResponse response) throws IOException {
    CallQuery query;
    try {
      query = HistoryFilter.of(request::getParameter).query(CallQuery.MOST);
    } catch (InvalidForm malformed) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Disposition", "attachment; filename=\"calls.csv\"");
    new CallsCsv(history).write(tenant.id(), query, response.getWriter());
  }
}
