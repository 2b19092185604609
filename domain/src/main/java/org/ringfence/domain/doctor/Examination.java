package org.ringfence.domain.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.TrunkId;

/**
 * One examination of a trunk by its PBX.
 *
 * @param number who is called for a test; empty for no call
 * @param report what the PBX saw, as {@link Evidence} reads it; empty until it is there
 * @param changedAt when the state was reached
 */
public record Examination(
    ExaminationId id,
    TrunkId trunkId,
    State state,
    Optional<E164> number,
    String report,
    String requestedBy,
    Instant requestedAt,
    Instant changedAt) {
  /** How long a PBX may take to fetch one, and to report of it. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The longest report that is kept, in characters. */
  public static final int LONGEST_REPORT = 300_000;

  /** How far it is. */
  public enum State {
    /** The PBX has not fetched it yet. */
    REQUESTED,
    /** The PBX is at it. */
    RUNNING,
    DONE,
    /** The PBX did not fetch it, or did not report, in time. */
    LOST
  }

  /** A new one. */
  public static Examination of(
      TrunkId trunkId, Optional<E164> number, String requestedBy, Instant now) {
    return new Examination(
        ExaminationId.random(), trunkId, State.REQUESTED, number, "", requestedBy, now, now);
  }

  /** The state at a time: one that nobody reports of any more is lost. */
  public State stateAt(Instant now) {
    boolean waits = state == State.REQUESTED || state == State.RUNNING;
    return waits && changedAt.plus(PATIENCE).isBefore(now) ? State.LOST : state;
  }
}
