package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackReport;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Leg;

/** How the queue of callbacks looks in the API. */
final class CallbackShapes {
  private CallbackShapes() {}

  /** The request, the calls made for it, and what happened, in order. */
  static JsonObject history(CallbackRequest request, List<Attempt> attempts) {
    JsonArrayBuilder calls = Json.createArrayBuilder();
    attempts.forEach(attempt -> calls.add(Shapes.call(new Call(request, attempt))));
    JsonArrayBuilder history = Json.createArrayBuilder();
    happenings(request, attempts).forEach(one -> history.add(one.json()));
    return Json.createObjectBuilder(Shapes.callback(request))
        .add("calls", calls)
        .add("history", history)
        .build();
  }

  private record Happening(Instant at, String what, String detail) {
    JsonObjectBuilder json() {
      return Json.createObjectBuilder()
          .add("at", at.toString())
          .add("what", what)
          .add("detail", detail);
    }
  }

  private static List<Happening> happenings(CallbackRequest request, List<Attempt> attempts) {
    List<Happening> all = new ArrayList<>();
    all.add(new Happening(request.requestedAt(), "requested", ""));
    for (Attempt attempt : attempts) {
      all.add(new Happening(attempt.startedAt(), "attempt", attempt.id().toString()));
      for (Leg leg : attempt.legs()) {
        String who = leg.party() == Leg.Party.AGENT ? "agent" : "visitor";
        String via = leg.trunk().isEmpty() ? leg.number() : leg.number() + " by " + leg.trunk();
        all.add(new Happening(leg.startedAt(), who + "-called", via));
        leg.answeredAt().ifPresent(at -> all.add(new Happening(at, who + "-answered", "")));
        leg.endedAt().ifPresent(at -> all.add(new Happening(at, who + "-ended", leg.cause())));
      }
      attempt.bridgedAt().ifPresent(at -> all.add(new Happening(at, "talking", "")));
      attempt
          .endedAt()
          .ifPresent(
              at ->
                  all.add(
                      new Happening(
                          at,
                          attempt.state().name().toLowerCase(java.util.Locale.ROOT),
                          attempt.reason())));
    }
    if (request.reason().equals(CallbackRequest.CANCELLED)) {
      all.add(new Happening(request.stateSince(), "cancelled", ""));
    }
    all.sort(Comparator.comparing(Happening::at));
    return all;
  }

  static JsonObject report(Instant from, Instant to, CallbackReport report) {
    JsonObjectBuilder states = Json.createObjectBuilder();
    new TreeMap<>(report.states()).forEach((state, many) -> states.add(state.name(), many));
    JsonObjectBuilder failures = Json.createObjectBuilder();
    new TreeMap<>(report.failures()).forEach(failures::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("from", from.toString())
            .add("to", to.toString())
            .add("requests", report.requests())
            .add("states", states)
            .add("failures", failures)
            .add("calls", report.attempts())
            .add("reached", report.reached())
            .add("talkSeconds", report.talk().toSeconds());
    report.waiting().ifPresent(wait -> json.add("averageWaitSeconds", wait.toMillis() / 1000.0));
    return json.build();
  }
}
