package org.ringfence.web.history;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.tenant.TenantId;

/**
 * Calls as comma-separated values (RFC 4180), a page at a time, so that a million rows need no more
 * memory than a thousand.
 */
public final class CallsCsv {
  private static final List<String> HEADINGS =
      List.of(
          "started",
          "direction",
          "caller",
          "caller name",
          "called",
          "called name",
          "extension",
          "trunk",
          "through",
          "outcome",
          "answered",
          "ended",
          "talked seconds",
          "cause",
          "mos",
          "id");

  private final History history;

  CallsCsv(History history) {
    this.history = history;
  }

  void write(TenantId tenantId, CallQuery query, Appendable out) throws IOException {
    line(out, HEADINGS);
    CallQuery next = query;
    while (true) {
      History.Page page = history.list(tenantId, next);
      for (CallRecord call : page.calls()) {
        line(out, cells(call));
      }
      if (page.next().isEmpty()) {
        return;
      }
      next = query.after(page.next().get());
    }
  }

  private static List<String> cells(CallRecord call) {
    return List.of(
        call.startedAt().toString(),
        call.direction().name(),
        call.caller(),
        call.callerName(),
        call.called(),
        call.calledName(),
        call.extension(),
        call.trunkName(),
        call.through(),
        call.outcome().name(),
        call.answeredAt().map(Instant::toString).orElse(""),
        call.endedAt().map(Instant::toString).orElse(""),
        call.talked().map(Duration::toSeconds).map(String::valueOf).orElse(""),
        Integer.toString(call.cause()),
        call.mos().map(mos -> String.format(Locale.ROOT, "%.2f", mos)).orElse(""),
        call.id().toString());
  }

  /** One record of cells that are made harmless. */
  public static void line(Appendable out, List<String> cells) throws IOException {
    out.append(cells.stream().map(CallsCsv::cell).collect(Collectors.joining(",", "", "\r\n")));
  }

  /**
   * In quotes, and never a formula: whoever calls chooses the name that a spreadsheet reads. A plus
   * before digits only is a number, and stays one.
   */
  static String cell(String text) {
    String harmless = text.replaceAll("\\p{Cntrl}", " ");
    boolean formula =
        !harmless.isEmpty()
            && "=+-@".indexOf(harmless.charAt(0)) >= 0
            && !harmless.matches("\\+[0-9]+");
    return '"' + (formula ? "'" : "") + harmless.replace("\"", "\"\"") + '"';
  }
}
