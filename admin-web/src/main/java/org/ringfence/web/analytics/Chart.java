package org.ringfence.web.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.WidgetStatistics.Line;

/**
 * A chart of bars in a picture of 720 by 180: shown behind, requested in front, each to a scale of
 * its own, because of a thousand page views a few become calls. The numbers stand in a table beside
 * it.
 *
 * @param mostShown the height of the picture in page views
 * @param mostRequested the same in requests
 */
public record Chart(List<Bar> bars, long mostShown, long mostRequested) {
  static final int WIDTH = 720;
  static final int HEIGHT = 150;

  /**
   * One day or hour.
   *
   * @param label below it; empty where there is no room
   */
  public record Bar(
      String label,
      double x,
      double width,
      double middle,
      double shownHeight,
      double requestedX,
      double requestedWidth,
      double requestedHeight) {
    public double shownY() {
      return HEIGHT - shownHeight;
    }

    public double requestedY() {
      return HEIGHT - requestedHeight;
    }
  }

  /**
   * Draws one bar for each value, also for those of which nothing was counted.
   *
   * @param label a short one for every value
   */
  static Chart of(List<String> values, List<Line> lines, Function<String, String> label) {
    Map<String, Line> byValue =
        lines.stream().collect(Collectors.toMap(Line::value, Function.identity()));
    long mostShown = Math.max(1, lines.stream().mapToLong(Line::shown).max().orElse(1));
    long mostRequested = Math.max(1, lines.stream().mapToLong(Line::requested).max().orElse(1));
    double step = (double) WIDTH / values.size();
    int every = Math.max(1, (int) Math.ceil(values.size() / 12.0));
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Line line = byValue.get(values.get(i));
      double x = i * step + step * 0.12;
      double width = step * 0.76;
      bars.add(
          new Bar(
              i % every == 0 ? label.apply(values.get(i)) : "",
              tenth(x),
              tenth(width),
              tenth(x + width / 2),
              line == null ? 0 : tenth((double) HEIGHT * line.shown() / mostShown),
              tenth(x + width * 0.25),
              tenth(width * 0.5),
              line == null ? 0 : tenth((double) HEIGHT * line.requested() / mostRequested)));
    }
    return new Chart(bars, mostShown, mostRequested);
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
