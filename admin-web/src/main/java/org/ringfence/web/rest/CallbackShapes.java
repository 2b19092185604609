package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
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
  private CallbackShapes() {}

  /** The request, the calls made for it, and what happened, in order. */
  static JsonObject history(CallbackRequest request, List<Attempt> attempts) {
    JsonArrayBuilder calls = Json.createArrayBuilder();
    attempts.forEach(attempt -> calls.add(Shapes.call(new Call(request, attempt))));
    JsonArrayBuilder history = Json.createArrayBuilder();
    for (Happening one : Happening.of(request, attempts)) {
      history.add(
          Json.createObjectBuilder()
              .add("at", one.at().toString())
              .add("what", one.what())
              .add("detail", one.detail()));
    }
    return Json.createObjectBuilder(Shapes.callback(request))
        .add("calls", calls)
        .add("history", history)
        .build();
  }

  static JsonObject policy(
      CallbackPolicy policy, CallbackRates rates, long minutesToday, long centsToday) {
    JsonArrayBuilder countries = Json.createArrayBuilder();
    policy.countries().stream().map(Country::code).sorted().forEach(countries::add);
    JsonArrayBuilder lines = Json.createArrayBuilder();
    rates.text().lines().forEach(lines::add);
    return Json.createObjectBuilder()
        .add("halted", policy.halted())
        .add("countries", countries)
        .add("perHour", policy.perHour())
        .add("widgetPerHour", policy.widgetPerHour())
        .add("dailyMinutes", policy.dailyMinutes())
        .add("dailyMoney", BigDecimal.valueOf(policy.dailyCents(), 2))
        .add("rates", lines)
        .add("minutesToday", minutesToday)
        .add("moneyToday", BigDecimal.valueOf(centsToday, 2))
        .build();
  }

  static JsonArray lines(List<Line> lines, Map<String, String> names) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Line line : lines) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("value", line.value())
              .add("name", names.getOrDefault(line.value(), ""))
              .add("requests", line.requests())
              .add("calls", line.calls())
              .add("answered", line.answered())
              .add("reached", line.reached())
              .add("talkSeconds", line.talk().toSeconds())
              .add("cost", new BigDecimal(CallbackRates.amount(line.cost())))
              .add("adsPlayed", line.adsPlayed());
      line.ringing()
          .ifPresent(delay -> json.add("postDialDelaySeconds", delay.toMillis() / 1000.0));
      line.waited().ifPresent(wait -> json.add("averageWaitSeconds", wait.toMillis() / 1000.0));
      list.add(json);
    }
    return list.build();
  }

  static JsonObject report(
      Instant from, Instant to, CallbackReport report, Map<HandlingId, Long> adsPlayed) {
    JsonObjectBuilder states = Json.createObjectBuilder();
    new TreeMap<>(report.states()).forEach((state, many) -> states.add(state.name(), many));
    JsonObjectBuilder failures = Json.createObjectBuilder();
    new TreeMap<>(report.failures()).forEach(failures::add);
    JsonObjectBuilder ads = Json.createObjectBuilder();
    adsPlayed.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().toString()))
        .forEach(each -> ads.add(each.getKey().toString(), each.getValue()));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("from", from.toString())
            .add("to", to.toString())
            .add("requests", report.requests())
            .add("states", states)
            .add("failures", failures)
            .add("calls", report.attempts())
            .add("reached", report.reached())
            .add("talkSeconds", report.talk().toSeconds())
            .add("adsPlayed", ads);
    report.waiting().ifPresent(wait -> json.add("averageWaitSeconds", wait.toMillis() / 1000.0));
    return json.build();
  }
}
