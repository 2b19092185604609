package org.ringfence.web.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Leg;

/**
 * One thing that happened to a callback.
 *
 * @param what requested, attempt, agent-called, agent-answered, agent-ended, the same of the
 *     visitor, talking, completed, failed, cancelled
 * @param detail a number, a cause, or a sentence; may be empty
 */
public record Happening(Instant at, String what, String detail) {

  /** All that happened, in order. */
  public static List<Happening> of(CallbackRequest request, List<Attempt> attempts) {
    List<Happening> all = new ArrayList<>();
    all.add(new Happening(request.requestedAt(), "requested", ""));
    attempts.forEach(attempt -> all.addAll(of(attempt)));
    if (request.reason().equals(CallbackRequest.CANCELLED)) {
      all.add(new Happening(request.stateSince(), "cancelled", ""));
    }
    all.sort(Comparator.comparing(Happening::at));
    return all;
  }

  private static List<Happening> of(Attempt attempt) {
    List<Happening> all = new ArrayList<>();
    all.add(new Happening(attempt.startedAt(), "attempt", attempt.id().toString()));
    for (Leg leg : attempt.legs()) {
      String who = leg.party() == Leg.Party.AGENT ? "agent" : "visitor";
      String via = leg.trunk().isEmpty() ? leg.number() : leg.number() + ", " + leg.trunk();
      all.add(new Happening(leg.startedAt(), who + "-called", via));
      leg.answeredAt().ifPresent(at -> all.add(new Happening(at, who + "-answered", "")));
      leg.endedAt().ifPresent(at -> all.add(new Happening(at, who + "-ended", leg.cause())));
    }
    attempt.bridgedAt().ifPresent(at -> all.add(new Happening(at, "talking", "")));
    String end = attempt.state() == AttemptState.COMPLETED ? "completed" : "failed";
    attempt.endedAt().ifPresent(at -> all.add(new Happening(at, end, attempt.reason())));
    return all;
  }
}
