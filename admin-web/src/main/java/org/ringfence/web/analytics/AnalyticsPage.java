package org.ringfence.web.analytics;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.callback.WidgetStatistics.By;
import org.ringfence.domain.callback.WidgetStatistics.Line;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.widget.Widgets;

/** What the widgets bring, of the days and the widget in the page's address. */
@Named("analyticsPage")
@RequestScoped
public class AnalyticsPage {
  private static final List<Integer> SPANS = List.of(7, 30, 90);

  @Inject CurrentTenant tenant;
  @Inject Analytics analytics;
  @Inject Widgets widgets;
  @Inject Pages pages;

  private final Map<String, String> values = new HashMap<>();
  private final Lazy<List<Line>> days = new Lazy<>(() -> report(By.DAY));
  private final Lazy<List<Line>> hours = new Lazy<>(() -> report(By.HOUR));
  private final Lazy<List<Line>> paths = new Lazy<>(() -> report(By.PAGE));
  private final Lazy<List<Line>> sources = new Lazy<>(() -> report(By.SOURCE));

  private List<Line> report(By by) {
    return analytics.report(tenant.id(), widget(), by, getSpan());
  }

  private Optional<WidgetId> widget() {
    String text = Objects.requireNonNullElse(values.get("widget"), "");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(WidgetId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<Integer> getSpans() {
    return SPANS;
  }

  public int getSpan() {
    String text = Objects.requireNonNullElse(values.get("days"), "");
    return SPANS.stream().filter(span -> span.toString().equals(text)).findFirst().orElse(30);
  }

  public List<Widget> getWidgets() {
    return widgets.list(tenant.id());
  }

  public List<Line> getDays() {
    return days.get();
  }

  public List<Line> getHours() {
    return hours.get();
  }

  public List<Line> getPaths() {
    return paths.get();
  }

  public List<Line> getSources() {
    return sources.get();
  }

  public boolean isWithoutViews() {
    return days.get().isEmpty();
  }

  /** All days together. */
  public Line getTotal() {
    return days.get().stream()
        .reduce(
            new Line("", 0, 0, 0, 0, Duration.ZERO),
            (one, other) ->
                new Line(
                    "",
                    one.shown() + other.shown(),
                    one.opened() + other.opened(),
                    one.requested() + other.requested(),
                    one.reached() + other.reached(),
                    one.talk().plus(other.talk())));
  }

  public Chart getDayChart() {
    LocalDate first = analytics.today().minusDays(getSpan() - 1L);
    return Chart.of(
        IntStream.range(0, getSpan()).mapToObj(day -> first.plusDays(day).toString()).toList(),
        points(days.get()),
        Chart.Scale.EACH_ITS_OWN,
        day -> day.substring(5));
  }

  public Chart getHourChart() {
    return Chart.of(
        IntStream.range(0, 24).mapToObj(hour -> String.format(Locale.ROOT, "%02d", hour)).toList(),
        points(hours.get()),
        Chart.Scale.EACH_ITS_OWN,
        hour -> hour);
  }

  private static Map<String, Chart.Point> points(List<Line> lines) {
    return lines.stream()
        .collect(
            Collectors.toMap(Line::value, line -> new Chart.Point(line.shown(), line.requested())));
  }

  /** A page or source in words. */
  public String name(String value, String whenEmpty) {
    if (value.equals(WidgetStatistics.OTHERS)) {
      return pages.text("analytics.others");
    }
    return value.isEmpty() ? pages.text(whenEmpty) : value;
  }

  /** Minutes and seconds. */
  public String talk(Line line) {
    long seconds = line.talk().toSeconds();
    return seconds == 0 ? "" : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
