package org.ringfence.web.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackStatistics;
import org.ringfence.domain.callback.CallbackStatistics.By;
import org.ringfence.domain.callback.CallbackStatistics.Line;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.form.Parameters;

/** What came of callbacks: the same for the page, the table for other programs, and the API. */
@ApplicationScoped
@Transactional
public class Reports {
  /** The parameters of addresses. */
  public static final List<String> NAMES = List.of("by", "from", "to", "days");

  private static final int USUAL_DAYS = 30;
  private static final int MOST_DAYS = 400;

  @Inject CallbackStatistics statistics;
  @Inject TrunkRepository trunks;
  @Inject WidgetRepository widgets;
  @Inject Clock clock;

  /**
   * Requests from a moment until before another one.
   *
   * @param by what lines are told apart by
   */
  public record Question(By by, Instant from, Instant to) {
    /** Of the same time, by something else. */
    public Question by(By other) {
      return new Question(other, from, to);
    }
  }

  /**
   * Reads a question: whole days in UTC by {@code from} and {@code to}, or the last {@code days}
   * with this one among them.
   *
   * @throws InvalidForm when a parameter is malformed, with a sentence
   */
  public Question question(Function<String, @Nullable String> source) {
    Parameters parameters = Parameters.of(NAMES, source);
    By by = parameters.text("by").map(Reports::by).orElse(By.DAY);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Instant to =
        parameters.day("to", 1).orElse(today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    int days = parameters.text("days").map(Reports::days).orElse(USUAL_DAYS);
    Instant from = parameters.day("from", 0).orElse(to.minus(Duration.ofDays(days)));
    if (!from.isBefore(to) || Duration.between(from, to).toDays() > MOST_DAYS) {
      throw new InvalidForm(
          Map.of(
              "from",
              "A report is of 1 to " + MOST_DAYS + " days. Please choose a day before its end."));
    }
    return new Question(by, from, to);
  }

  private static By by(String word) {
    for (By each : By.values()) {
      if (each.name().equalsIgnoreCase(word)) {
        return each;
      }
    }
    throw new InvalidForm(Map.of("by", "A report is by day, hour, trunk or widget."));
  }

  private static int days(String text) {
    if (text.matches("[0-9]{1,3}")) {
      int days = Integer.parseInt(text);
      if (days >= 1 && days <= MOST_DAYS) {
        return days;
      }
    }
    throw new InvalidForm(Map.of("days", "The days are a number from 1 to " + MOST_DAYS + "."));
  }

  public List<Line> report(TenantId tenantId, Question question) {
    return statistics.report(tenantId, question.by(), question.from(), question.to());
  }

  /** How trunks and widgets are called; what was deleted has no name. */
  public Map<String, String> names(TenantId tenantId, By by) {
    Map<String, String> names = new HashMap<>();
    switch (by) {
      case TRUNK -> {
        for (Trunk trunk : trunks.list(tenantId)) {
          names.put(trunk.sectionName(), trunk.name().value());
        }
      }
      case WIDGET -> {
        for (Widget widget : widgets.list(tenantId)) {
          names.put(widget.id().toString(), widget.name().value());
        }
        names.put(WidgetId.ofQueue(tenantId).toString(), "API");
      }
      case DAY, HOUR -> {}
    }
    return names;
  }

  /** All lines together. By trunk a request counts for each one that it was tried by. */
  public static Line total(List<Line> lines) {
    Duration waited = Duration.ZERO;
    Line sum = new Line("", 0, 0, 0, 0, Optional.empty(), Optional.empty(), Duration.ZERO, 0, 0);
    for (Line line : lines) {
      waited = waited.plus(line.waited().orElse(Duration.ZERO).multipliedBy(line.reached()));
      long reached = sum.reached() + line.reached();
      sum =
          new Line(
              "",
              sum.requests() + line.requests(),
              sum.calls() + line.calls(),
              sum.answered() + line.answered(),
              reached,
              reached == 0 ? Optional.empty() : Optional.of(waited.dividedBy(reached)),
              Optional.empty(),
              sum.talk().plus(line.talk()),
              sum.cost() + line.cost(),
              sum.adsPlayed() + line.adsPlayed());
    }
    return sum;
  }
}
