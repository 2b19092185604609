package org.ringfence.widget;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.CallbackId;

/**
 * What a visitor who waits may know: the place in the queue, and when the telephone rings.
 *
 * @param ahead how many come before, at most {@link #MOST}; empty when nobody does
 * @param expected until the turn comes, in minutes, the longer the coarser; empty while nobody can
 *     say
 * @param at not before this moment; empty when it is time
 * @param again whether nobody was reached before
 */
record Turn(OptionalInt ahead, Optional<Duration> expected, Optional<Instant> at, boolean again) {
  /** Places are told up to this one; whoever is behind it has at least as many ahead. */
  static final int MOST = 50;

  /** Nobody comes before. */
  static final Turn NONE = new Turn(OptionalInt.empty(), Optional.empty(), Optional.empty(), false);

  /** For a request that is not due before this moment. */
  static Turn later(Instant dueAt, boolean again) {
    return new Turn(OptionalInt.empty(), Optional.empty(), Optional.of(dueAt), again);
  }

  /** For a request that is due; empty when it was taken a moment ago. */
  static Optional<Turn> among(AgentQueue queue, CallbackId id, boolean again) {
    OptionalInt ahead = queue.ahead(id);
    return ahead.isPresent()
        ? Optional.of(of(queue, Math.min(ahead.getAsInt(), MOST), again))
        : behind(queue, again);
  }

  /** For a request that is due and not among those that were looked at. */
  static Optional<Turn> behind(AgentQueue queue, boolean again) {
    return queue.next().size() < MOST ? Optional.empty() : Optional.of(of(queue, MOST, again));
  }

  private static Turn of(AgentQueue queue, int ahead, boolean again) {
    return ahead == 0
        ? NONE
        : new Turn(
            OptionalInt.of(ahead),
            queue.perCall().map(one -> Duration.ofMinutes(minutes(one.toSeconds() * ahead))),
            Optional.empty(),
            again);
  }

  /**
   * Begun minutes, and the longer the coarser: nobody can say more, and whoever waits need not be
   * told of each call that took a second longer.
   */
  private static long minutes(long seconds) {
    long minutes = (seconds + 59) / 60;
    long step = minutes <= 10 ? 1 : minutes <= 30 ? 5 : minutes <= 60 ? 10 : 30;
    return (minutes + step - 1) / step * step;
  }
}
