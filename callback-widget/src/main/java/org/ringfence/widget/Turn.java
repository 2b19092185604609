package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.CallbackRequest;

/**
 * What a visitor who waits may know: the place in the queue, and when the telephone rings.
 *
 * @param ahead how many come before, at most {@link #MOST}; empty when nobody does
 * @param expected until the turn comes, in begun minutes; empty while nobody can say
 * @param at not before this moment; empty when it is time
 * @param again whether nobody was reached before
 */
record Turn(OptionalInt ahead, Optional<Duration> expected, Optional<Instant> at, boolean again) {
  /** Places are told up to this one; whoever is behind it has at least as many ahead. */
  static final int MOST = 50;

  /** Nobody comes before. */
  static final Turn NONE = new Turn(OptionalInt.empty(), Optional.empty(), Optional.empty(), false);

  /** For a request that is not due yet. */
  static Turn later(CallbackRequest request) {
    return new Turn(
        OptionalInt.empty(), Optional.empty(), Optional.of(request.dueAt()), request.tries() > 0);
  }

  /** For a request that is due; empty when it was taken a moment ago. */
  static Optional<Turn> among(AgentQueue queue, CallbackRequest request) {
    OptionalInt ahead = queue.ahead(request.id());
    if (ahead.isPresent()) {
      return Optional.of(of(queue, Math.min(ahead.getAsInt(), MOST), request));
    }
    // Behind all that were looked at.
    return queue.next().size() < MOST ? Optional.empty() : Optional.of(of(queue, MOST, request));
  }

  private static Turn of(AgentQueue queue, int ahead, CallbackRequest request) {
    return ahead == 0
        ? NONE
        : new Turn(
            OptionalInt.of(ahead),
            queue.perCall().map(one -> Duration.ofMinutes((one.toSeconds() * ahead + 59) / 60)),
            Optional.empty(),
            request.tries() > 0);
  }
}
