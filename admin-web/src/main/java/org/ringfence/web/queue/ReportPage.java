package org.ringfence.web.queue;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackStatistics.By;
import org.ringfence.domain.callback.CallbackStatistics.Line;
import org.ringfence.web.analytics.Chart;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** What came of the callbacks of the days in the page's address. */
@Named("reportPage")
@RequestScoped
public class ReportPage {
  private static final List<Integer> SPANS = List.of(1, 7, 30, 90);
  private static final int USUAL = 30;

  @Inject CurrentTenant tenant;
  @Inject Reports reports;
  @Inject Pages pages;

  private final Map<String, String> values = new HashMap<>();
  private final Lazy<Reports.Question> question =
      new Lazy<>(
          () -> reports.question(name -> name.equals("days") ? String.valueOf(getSpan()) : null));
  private final Lazy<List<Line>> days = new Lazy<>(() -> report(By.DAY));
  private final Lazy<List<Line>> hours = new Lazy<>(() -> report(By.HOUR));
  private final Lazy<List<Line>> trunks = new Lazy<>(() -> report(By.TRUNK));
  private final Lazy<List<Line>> widgets = new Lazy<>(() -> report(By.WIDGET));
  private final Lazy<Map<String, String>> names =
      new Lazy<>(
          () -> {
            Map<String, String> all = reports.names(tenant.id(), By.TRUNK);
            all.putAll(reports.names(tenant.id(), By.WIDGET));
            return all;
          });

  private List<Line> report(By by) {
    return reports.report(tenant.id(), question.get().by(by));
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<Integer> getSpans() {
    return SPANS;
  }

  public int getSpan() {
    String text = Objects.requireNonNullElse(values.get("days"), "");
    return SPANS.stream().filter(span -> span.toString().equals(text)).findFirst().orElse(USUAL);
  }

  public List<Line> getDays() {
    return days.get();
  }

  public List<Line> getHours() {
    return hours.get();
  }

  public List<Line> getTrunks() {
    return trunks.get();
  }

  public List<Line> getWidgets() {
    return widgets.get();
  }

  public boolean isWithoutRequests() {
    return days.get().isEmpty();
  }

  public Line getTotal() {
    return Reports.total(days.get());
  }

  public Chart getDayChart() {
    LocalDate first = LocalDate.ofInstant(question.get().from(), ZoneOffset.UTC);
    return chart(
        IntStream.range(0, getSpan()).mapToObj(day -> first.plusDays(day).toString()).toList(),
        days.get(),
        5);
  }

  public Chart getHourChart() {
    return chart(
        IntStream.range(0, 24).mapToObj(hour -> String.format(Locale.ROOT, "%02d", hour)).toList(),
        hours.get(),
        0);
  }

  private static Chart chart(List<String> all, List<Line> lines, int skipped) {
    return Chart.of(
        all,
        lines.stream()
            .collect(
                Collectors.toMap(
                    Line::value, line -> new Chart.Point(line.requests(), line.reached()))),
        Chart.Scale.ONE,
        value -> value.substring(skipped));
  }

  /** How a trunk or widget is called; what was deleted keeps its id. */
  public String name(Line line) {
    if (line.value().isEmpty()) {
      return pages.text("report.unknown");
    }
    return names.get().getOrDefault(line.value(), line.value());
  }

  /** Of so many, in per cent; empty where there is nothing to compare with. */
  public String share(long part, long all) {
    return all == 0 ? "" : Math.round(100.0 * part / all) + " %";
  }

  /** The same as the width of a bar of 100. */
  public long width(long part, long all) {
    return all == 0 ? 0 : Math.round(100.0 * part / all);
  }

  public String waited(Line line) {
    return line.waited()
        .map(wait -> String.format(Locale.ROOT, "%.1f s", wait.toMillis() / 1000.0))
        .orElse("");
  }

  /** From the call to the first ringing or answer. */
  public String ringing(Line line) {
    return line.ringing()
        .map(delay -> String.format(Locale.ROOT, "%.1f s", delay.toMillis() / 1000.0))
        .orElse("–");
  }

  /** Minutes and seconds. */
  public String talk(Line line) {
    long seconds = line.talk().toSeconds();
    return seconds == 0 ? "" : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  public String cost(Line line) {
    return line.cost() == 0 ? "–" : CallbackRates.amount(line.cost());
  }

  /** Where the same lines are to be had as a table for other programs. */
  public String export(String by) {
    return "/callback-report/"
        + tenant.getSlug()
        + "/callbacks.csv?by="
        + by
        + "&days="
        + getSpan();
  }
}
