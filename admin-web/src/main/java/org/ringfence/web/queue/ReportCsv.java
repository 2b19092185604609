package org.ringfence.web.queue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackStatistics.Line;
import org.ringfence.web.history.CallsCsv;

/** A report as comma-separated values (RFC 4180); no cell is a formula. */
final class ReportCsv {
  private static final List<String> HEADINGS =
      List.of(
          "value",
          "name",
          "requests",
          "calls",
          "answered",
          "reached",
          "average wait seconds",
          "talked seconds",
          "cost",
          "ads played",
          "post-dial delay seconds");

  private ReportCsv() {}

  static void write(List<Line> lines, Map<String, String> names, Appendable out)
      throws IOException {
    CallsCsv.line(out, HEADINGS);
    for (Line line : lines) {
      CallsCsv.line(out, cells(line, names.getOrDefault(line.value(), "")));
    }
  }

  static List<String> cells(Line line, String name) {
    return List.of(
        line.value(),
        name,
        Long.toString(line.requests()),
        Long.toString(line.calls()),
        Long.toString(line.answered()),
        Long.toString(line.reached()),
        line.waited()
            .map(wait -> String.format(Locale.ROOT, "%.1f", wait.toMillis() / 1000.0))
            .orElse(""),
        Long.toString(line.talk().toSeconds()),
        CallbackRates.amount(line.cost()),
        Long.toString(line.adsPlayed()),
        line.ringing()
            .map(delay -> String.format(Locale.ROOT, "%.1f", delay.toMillis() / 1000.0))
            .orElse(""));
  }
}
