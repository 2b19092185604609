package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.AMOUNT;
import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.NUMBER;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackStatistics.Line;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.web.queue.Happening;

/** How the queue of callbacks looks in the API. */
final class CallbackShapes {
  /** A request with the calls made for it. */
  record Told(CallbackRequest request, List<Attempt> attempts) {
    List<Call> calls() {
      return attempts.stream().map(attempt -> new Call(request, attempt)).toList();
    }

    List<Happening> happenings() {
      return Happening.of(request, attempts);
    }
  }

  /** The limits that hold, with what today has used of them. */
  record Limits(CallbackPolicy policy, CallbackRates rates, long minutesToday, long centsToday) {}

  /** A line of a report, with the name of what it is about. */
  record NamedLine(Line line, String name) {}

  /** A report on a time. */
  record TimedReport(
      Instant from, Instant to, CallbackReport report, Map<HandlingId, Long> adsPlayed) {}

  static final Shape<Happening> HAPPENING =
      Shape.<Happening>of("Happening", "Something that happened to a callback.")
          .with("at", MOMENT, Happening::at)
          .with("what", TEXT.like("agent-answered"), Happening::what)
          .with("detail", TEXT, Happening::detail);

  static final Shape<Told> HISTORY =
      Shapes.CALLBACK
          .<Told>in(
              "CallbackHistory",
              "A callback with the calls made for it and what happened, in order.",
              Told::request)
          .with("calls", Kind.list(Shapes.CALL), Told::calls)
          .with("history", Kind.list(HAPPENING), Told::happenings);

  static final Shape<Limits> POLICY =
      Shape.<Limits>of("CallbackPolicy", "The limits of callbacks, and the switch that stops them.")
          .with("halted", FLAG, limits -> limits.policy().halted())
          .with(
              "countries",
              Kind.list(TEXT.like("AT")),
              limits -> limits.policy().countries().stream().map(Country::code).sorted().toList())
          .with("perHour", INTEGER, limits -> limits.policy().perHour())
          .with("widgetPerHour", INTEGER, limits -> limits.policy().widgetPerHour())
          .with("dailyMinutes", INTEGER, limits -> limits.policy().dailyMinutes())
          .with("dailyMoney", AMOUNT, limits -> BigDecimal.valueOf(limits.policy().dailyCents(), 2))
          .with(
              "rates",
              Kind.list(TEXT.like("+4917 0.08")),
              limits -> limits.rates().text().lines().toList())
          .with("minutesToday", LONG, Limits::minutesToday)
          .with("moneyToday", AMOUNT, limits -> BigDecimal.valueOf(limits.centsToday(), 2));

  static final Shape<NamedLine> LINE =
      Shape.<NamedLine>of("CallbackReportLine", "What came of callbacks, of a part of them.")
          .with(
              "value",
              TEXT.about("A day, an hour, a trunk's section or a widget's id."),
              of -> of.line().value())
          .with("name", TEXT, NamedLine::name)
          .with("requests", LONG, of -> of.line().requests())
          .with("calls", LONG, of -> of.line().calls())
          .with("answered", LONG, of -> of.line().answered())
          .with("reached", LONG, of -> of.line().reached())
          .with("talkSeconds", LONG, of -> of.line().talk().toSeconds())
          .with("cost", AMOUNT, of -> new BigDecimal(CallbackRates.amount(of.line().cost())))
          .with("adsPlayed", LONG, of -> of.line().adsPlayed())
          .perhaps(
              "postDialDelaySeconds",
              NUMBER.about("By trunk: from the call to the first ringing or answer, on average."),
              of -> of.line().ringing().map(delay -> delay.toMillis() / 1000.0))
          .perhaps(
              "averageWaitSeconds",
              NUMBER,
              of -> of.line().waited().map(wait -> wait.toMillis() / 1000.0));

  static final Shape<TimedReport> REPORT =
      Shape.<TimedReport>of("CallbackReport", "What came of the callbacks of a time.")
          .with("from", MOMENT, TimedReport::from)
          .with("to", MOMENT, TimedReport::to)
          .with("requests", LONG, of -> of.report().requests())
          .with("states", Kind.map(LONG), of -> named(of.report().states()))
          .with("failures", Kind.map(LONG), of -> of.report().failures())
          .with("calls", LONG, of -> of.report().attempts())
          .with("reached", LONG, of -> of.report().reached())
          .with("talkSeconds", LONG, of -> of.report().talk().toSeconds())
          .with(
              "adsPlayed",
              Kind.map(LONG).about("By the id of the ad."),
              of -> named(of.adsPlayed()))
          .perhaps(
              "averageWaitSeconds",
              NUMBER,
              of -> of.report().waiting().map(wait -> wait.toMillis() / 1000.0));

  private CallbackShapes() {}

  private static Map<String, Long> named(Map<?, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((key, many) -> named.put(key.toString(), many));
    return named;
  }

  /** The request, the calls made for it, and what happened, in order. */
  static JsonObject history(CallbackRequest request, List<Attempt> attempts) {
    return HISTORY.write(new Told(request, attempts));
  }

  static JsonObject policy(
      CallbackPolicy policy, CallbackRates rates, long minutesToday, long centsToday) {
    return POLICY.write(new Limits(policy, rates, minutesToday, centsToday));
  }

  static JsonArray lines(List<Line> lines, Map<String, String> names) {
    return LINE.list(
        lines.stream()
            .map(line -> new NamedLine(line, names.getOrDefault(line.value(), "")))
            .toList());
  }

  static JsonObject report(
      Instant from, Instant to, CallbackReport report, Map<HandlingId, Long> adsPlayed) {
    return REPORT.write(new TimedReport(from, to, report, adsPlayed));
  }
}
