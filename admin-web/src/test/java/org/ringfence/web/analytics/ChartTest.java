package org.ringfence.web.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.web.analytics.Chart.Point;
import org.ringfence.web.analytics.Chart.Scale;

class ChartTest {
  private static final Map<String, Point> POINTS =
      Map.of("a", new Point(100, 10), "b", new Point(50, 5));

  @Test
  void onOneScaleAPartIsSeenAsAPart() {
    Chart chart = Chart.of(List.of("a", "b", "c"), POINTS, Scale.ONE, value -> value);

    assertThat(chart.mostFront()).isEqualTo(100);
    assertThat(chart.bars())
        .extracting(Chart.Bar::behindHeight)
        .containsExactly((double) Chart.HEIGHT, Chart.HEIGHT / 2.0, 0.0);
    assertThat(chart.bars().get(0).frontHeight()).isEqualTo(Chart.HEIGHT / 10.0);
  }

  @Test
  void onScalesOfTheirOwnBothReachTheTop() {
    Chart chart = Chart.of(List.of("a"), POINTS, Scale.EACH_ITS_OWN, value -> value);

    assertThat(chart.bars().get(0).frontHeight()).isEqualTo(Chart.HEIGHT);
    assertThat(chart.bars().get(0).behindY()).isZero();
    assertThat(chart.mostBehind()).isEqualTo(100);
    assertThat(chart.mostFront()).isEqualTo(10);
  }

  @Test
  void nothingCountedIsAnEmptyPicture() {
    Chart chart = Chart.of(List.of("a", "b"), Map.of(), Scale.ONE, value -> value);

    assertThat(chart.bars()).hasSize(2).allMatch(bar -> bar.behindHeight() == 0);
  }
}
