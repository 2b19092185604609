package org.ringfence.web.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.CallbackStatistics.By;
import org.ringfence.domain.callback.CallbackStatistics.Line;
import org.ringfence.web.form.InvalidForm;

class ReportsTest {
  private final Reports reports = new Reports();

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // the container's injection, by hand
  void setClock() {
    reports.clock = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);
  }

  @Test
  void withoutAWishItIsOfThirtyDaysWithThisOneAmongThem() {
    assertThat(reports.question(name -> null))
        .isEqualTo(
            new Reports.Question(
                By.DAY,
                Instant.parse("2026-10-24T00:00:00Z"),
                Instant.parse("2026-11-23T00:00:00Z")));
  }

  @Test
  void daysAreWholeAndTheLastOneIsInside() {
    assertThat(
            reports.question(Map.of("by", "trunk", "from", "2026-11-01", "to", "2026-11-07")::get))
        .isEqualTo(
            new Reports.Question(
                By.TRUNK,
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-08T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "by, week, by day",
    "days, 0, from 1 to 400",
    "days, 99999, from 1 to 400",
    "from, 2026-12-31, 1 to 400 days",
    "from, 2020-01-01, 1 to 400 days",
    "to, yesterday, as in 2026-11-22"
  })
  void whatMakesNoReportIsRefusedWithWhatWould(String name, String value, String sentence) {
    assertThatThrownBy(() -> reports.question(Map.of(name, value)::get))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstSentence()).contains(sentence));
  }

  private static Line line(String value, long reached, int wait, long cost) {
    return new Line(
        value,
        10,
        12,
        6,
        reached,
        reached == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(wait)),
        Optional.empty(),
        Duration.ofSeconds(30),
        cost,
        1);
  }

  @Test
  void theAverageOfAllIsThatOfEveryoneReached() {
    Line total =
        Reports.total(List.of(line("a", 3, 10, 5), line("b", 0, 0, 7), line("c", 1, 50, 0)));

    assertThat(total.reached()).isEqualTo(4);
    assertThat(total.waited()).contains(Duration.ofSeconds(20));
    assertThat(total.cost()).isEqualTo(12);
    assertThat(total.requests()).isEqualTo(30);
    assertThat(Reports.total(List.of()).waited()).isEmpty();
  }

  @Test
  void noCellOfTheTableIsAFormula() throws IOException {
    StringBuilder out = new StringBuilder();
    ReportCsv.write(
        List.of(line("trunk-11111111", 1, 2, 1_250_000)),
        Map.of("trunk-11111111", "=HYPERLINK(\"https://evil.example\")"),
        out);

    assertThat(out.toString().lines())
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo(
            "\"trunk-11111111\",\"'=HYPERLINK(\"\"https://evil.example\"\")\",\"10\",\"12\",\"6\","
                + "\"1\",\"2.0\",\"30\",\"1.25\",\"1\",\"\"");
  }
}
