package org.ringfence.domain.template;

import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's VM on its way from one template version to another, with its data. Where it came from
 * is on record before anything is touched: that is the way back.
 *
 * @param from the same as {@code to} for a machine that is made anew
 * @param reason why it went back or was called off, in words; otherwise empty
 * @param requestedBy login name
 * @param begunAt empty while it waits for its turn
 * @param endedAt empty while it is not over
 * @param inTurn whether it is one of many that go one after another
 */
public record TemplateMove(
    TemplateMoveId id,
    TemplateId from,
    TemplateId to,
    State state,
    String reason,
    String requestedBy,
    Instant requestedAt,
    Optional<Instant> begunAt,
    Optional<Instant> endedAt,
    boolean inTurn) {

  /** Where a move is. */
  public enum State {
    /** Its turn has not come. */
    WAITING,
    /** The VM is to run the new version. */
    MOVING,
    /** It did not come up; it is to run the former version again. */
    RETURNING,
    /** The VM runs the new version. */
    ARRIVED,
    /** It did not come up with the new version, and has the former one again. */
    RETURNED,
    /** Called off before it began. */
    CANCELLED
  }

  /** Whether the VM keeps its version and is made anew from it. */
  public boolean isRebuild() {
    return from.equals(to);
  }
}
