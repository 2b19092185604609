package org.ringfence.domain.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringfence.domain.callback.AttemptId;

/**
 * One call in the history.
 *
 * @param caller the number it came from, international for calls from outside
 * @param callerName the name it came with, or the extension's
 * @param called what was called: an extension, a number inside, a number outside, a DID
 * @param calledName the name of what was called, where it is the tenant's
 * @param extension the person inside who took part: who called out or who answered; empty when
 *     nobody did
 * @param trunk section of the trunk it came or went through; empty inside
 * @param trunkName the trunk's name when the call was made
 * @param through names of the call handling it came through, in order, with {@code " > "} between
 * @param attempt the callback it served
 * @param answeredAt when two people could talk, or a person and a conference
 * @param cause why it ended (ITU-T Q.850); 0 when unknown
 * @param mos the worst mean opinion score of its sides
 * @param recording the recording's file name
 */
public record CallRecord(
    CallRecordId id,
    Direction direction,
    String caller,
    String callerName,
    String called,
    String calledName,
    String extension,
    String trunk,
    String trunkName,
    String through,
    Optional<AttemptId> attempt,
    Outcome outcome,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    int cause,
    Optional<Double> mos,
    Optional<String> recording) {

  /** Where it came from and went, seen from the tenant. */
  public enum Direction {
    INBOUND,
    OUTBOUND,
    INTERNAL
  }

  /** What became of it. */
  public enum Outcome {
    /** It rings, or people talk. */
    RUNNING,
    ANSWERED,
    NOT_ANSWERED,
    BUSY,
    FAILED,
    /** The PBX stopped while it was up. */
    CUT_OFF
  }

  /** How long people talked; empty when they did not, or still do. */
  public Optional<Duration> talked() {
    return answeredAt.flatMap(from -> endedAt.map(to -> Duration.between(from, to)));
  }
}
