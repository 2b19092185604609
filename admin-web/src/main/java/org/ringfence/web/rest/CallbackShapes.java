package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRequest;
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
