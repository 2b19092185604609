package org.ringfence.web.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A chart of bars in a picture of 720 by 180: one figure behind, another one in front. The numbers
 * stand in a table beside it.
 *
 * @param mostBehind the height of the picture in the figure behind
 * @param mostFront the same in the figure in front
 */
public record Chart(List<Bar> bars, long mostBehind, long mostFront) {
  static final int WIDTH = 720;
  static final int HEIGHT = 150;

  /** How the two figures are measured. */
  public enum Scale {
    /** Each by its own most: of a thousand page views a few become calls. */
    EACH_ITS_OWN,
    /** Both by the larger one: the figure in front is a part of the one behind. */
    ONE
  }

  /** What is drawn for one value. */
  public record Point(long behind, long front) {
    static final Point NOTHING = new Point(0, 0);
  }

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
      double behindHeight,
      double frontX,
      double frontWidth,
      double frontHeight) {
    public double behindY() {
      return HEIGHT - behindHeight;
    }

    public double frontY() {
      return HEIGHT - frontHeight;
    }
  }

  /**
   * Draws one bar for each value, also for those of which nothing was counted.
   *
   * @param label a short one for every value
   */
  public static Chart of(
      List<String> values, Map<String, Point> points, Scale scale, Function<String, String> label) {
    long behind = Math.max(1, points.values().stream().mapToLong(Point::behind).max().orElse(1));
    long front = Math.max(1, points.values().stream().mapToLong(Point::front).max().orElse(1));
    if (scale == Scale.ONE) {
      behind = Math.max(behind, front);
      front = behind;
    }
    double step = (double) WIDTH / values.size();
    int every = Math.max(1, (int) Math.ceil(values.size() / 12.0));
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Point point = points.getOrDefault(values.get(i), Point.NOTHING);
      double x = i * step + step * 0.12;
      double width = step * 0.76;
      bars.add(
          new Bar(
              i % every == 0 ? label.apply(values.get(i)) : "",
              tenth(x),
              tenth(width),
              tenth(x + width / 2),
              tenth((double) HEIGHT * point.behind() / behind),
              tenth(x + width * 0.25),
              tenth(width * 0.5),
              tenth((double) HEIGHT * point.front() / front)));
    }
    return new Chart(bars, behind, front);
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
