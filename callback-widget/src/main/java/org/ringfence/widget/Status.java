package org.ringfence.widget;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;

/**
 * What a visitor may know of a callback.
 *
 * @param reason a public code why it failed, or that it waits for the day; a cause that only the
 *     tenant should know is left out
 * @param turn what is known while it is queued
 */
record Status(
    CallbackId id, CallbackState state, Optional<String> reason, Instant since, Turn turn) {
  /** What the element has words for; the dialer's other reasons name trunks, causes, people. */
  private static final Set<String> PUBLIC_REASONS =
      Set.of(
          "visitor-busy",
          "visitor-no-answer",
          "visitor-unreachable",
          "agent-no-answer",
          CallbackRequest.CANCELLED);

  /** Of a request that was just made: its place is not known yet. */
  static Status of(CallbackRequest request) {
    return of(
        request,
        request.dueAt().isAfter(request.requestedAt())
            ? Turn.later(request.dueAt(), request.tries() > 0)
            : Turn.NONE);
  }

  /** Of one who waits. */
  static Status waiting(CallbackId id, Instant since, Turn turn) {
    return new Status(id, CallbackState.QUEUED, Optional.empty(), since, turn);
  }

  static Status of(CallbackRequest request, Turn turn) {
    Optional<String> reason =
        Optional.of(request.reason())
            .filter(
                said ->
                    switch (request.state()) {
                      case QUEUED -> said.equals(CallbackRequest.NIGHT);
                      case FAILED -> PUBLIC_REASONS.contains(said);
                      case CALLING, CONNECTED, ENDED, EXPIRED -> false;
                    });
    return new Status(
        request.id(),
        request.state(),
        reason,
        request.stateSince(),
        request.state() == CallbackState.QUEUED ? turn : Turn.NONE);
  }

  /**
   * {@code {"id","state","since"}}, {@code "reason"} where there is one, and of those who wait
   * {@code "ahead"}, {@code "wait"} in seconds, {@code "at"} and {@code "again"}.
   */
  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", id.toString())
            .add("state", state.name().toLowerCase(Locale.ROOT))
            .add("since", since.toString());
    reason.ifPresent(code -> json.add("reason", code));
    turn.ahead().ifPresent(many -> json.add("ahead", many));
    turn.expected().ifPresent(time -> json.add("wait", time.toSeconds()));
    turn.at().ifPresent(moment -> json.add("at", moment.toString()));
    if (turn.again()) {
      json.add("again", true);
    }
    return json.build();
  }
}
