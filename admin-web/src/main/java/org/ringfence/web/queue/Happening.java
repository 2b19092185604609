package org.ringfence.web.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.AdPlay;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;

/**
 * One thing that happened to a callback.
 *
 * @param what requested, planned, night or spent (planned for the day, or the next one), attempt,
 *     agent-called, agent-answered, agent-ended, the same of the visitor, ad-played, talking,
 *     completed, failed, again, cancelled, opted-out, given-up, expired- with the code of what kept
 *     it
 * @param detail a number, a cause, or a sentence; may be empty
 */
public record Happening(Instant at, String what, String detail) {

  /** Whether the detail is a moment. */
  public boolean isMoment() {
    return Set.of("planned", "night", "spent", "again").contains(what) && !detail.isEmpty();
  }

  public Instant getDetailAt() {
    return Instant.parse(detail);
  }

  /** All that happened, in order. */
  public static List<Happening> of(CallbackRequest request, List<Attempt> attempts) {
    List<Happening> all = new ArrayList<>();
    all.add(new Happening(request.requestedAt(), "requested", ""));
    if (request.tries() == 0 && request.dueAt().isAfter(request.requestedAt())) {
      boolean kept =
          Set.of(CallbackRequest.NIGHT, CallbackRequest.SPENT).contains(request.reason());
      all.add(
          new Happening(
              request.requestedAt(),
              kept ? request.reason() : "planned",
              request.dueAt().toString()));
    }
    for (int i = 0; i < attempts.size(); i++) {
      all.addAll(of(attempts.get(i)));
      again(request, attempts, i).ifPresent(all::add);
    }
    end(request, attempts).ifPresent(all::add);
    // What happened at the same moment stays in its order.
    all.sort(Comparator.comparing(Happening::at));
    return all;
  }

  /** Whether the request went back into the queue after a call, and for when. */
  private static Optional<Happening> again(
      CallbackRequest request, List<Attempt> attempts, int which) {
    boolean last = which == attempts.size() - 1;
    if (last && (request.state() != CallbackState.QUEUED || request.tries() == 0)) {
      return Optional.empty();
    }
    String due = last ? request.dueAt().toString() : "";
    return attempts.get(which).endedAt().map(at -> new Happening(at, "again", due));
  }

  /** How a request ended, where its calls do not say it. */
  private static Optional<Happening> end(CallbackRequest request, List<Attempt> attempts) {
    if (request.state() == CallbackState.EXPIRED) {
      return Optional.of(new Happening(request.stateSince(), "expired-" + request.reason(), ""));
    }
    boolean isFailed = request.state() == CallbackState.FAILED;
    String what =
        switch (request.reason()) {
          case CallbackRequest.CANCELLED -> isFailed ? "cancelled" : "";
          case CallbackRequest.OPTED_OUT -> request.state().isFinal() ? "opted-out" : "";
          default -> isFailed && attempts.isEmpty() ? "given-up" : "";
        };
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(new Happening(request.stateSince(), what, ""));
  }

  private static List<Happening> of(Attempt attempt) {
    List<Happening> all = new ArrayList<>();
    all.add(new Happening(attempt.startedAt(), "attempt", attempt.id().toString()));
    for (Leg leg : attempt.legs()) {
      String who = leg.party() == Leg.Party.AGENT ? "agent" : "visitor";
      String via = leg.trunk().isEmpty() ? leg.number() : leg.number() + ", " + leg.trunk();
      all.add(new Happening(leg.startedAt(), who + "-called", via));
      leg.rangAt().ifPresent(at -> all.add(new Happening(at, who + "-rang", "")));
      leg.answeredAt().ifPresent(at -> all.add(new Happening(at, who + "-answered", "")));
      leg.endedAt().ifPresent(at -> all.add(new Happening(at, who + "-ended", leg.cause())));
    }
    attempt
        .ad()
        .flatMap(AdPlay::playedAt)
        .ifPresent(at -> all.add(new Happening(at, "ad-played", "")));
    attempt.bridgedAt().ifPresent(at -> all.add(new Happening(at, "talking", "")));
    String end = attempt.state() == AttemptState.COMPLETED ? "completed" : "failed";
    attempt.endedAt().ifPresent(at -> all.add(new Happening(at, end, attempt.reason())));
    return all;
  }
}
