package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * One side of a call.
 *
 * @param uniqueId Asterisk's unique id of the channel
 * @param number the extension or the telephone number that was called
 * @param trunk section name of the trunk it went through; empty for an extension
 * @param rangAt when the far end first said that a phone rings
 * @param cause why it ended, as Asterisk says it (hangup cause and text); empty while it is up
 * @param ending what its end says about the trunk
 */
public record Leg(
    Party party,
    String uniqueId,
    String number,
    String trunk,
    Instant startedAt,
    Optional<Instant> rangAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    String cause,
    Ending ending) {
  /** Whose side it is. */
  public enum Party {
    AGENT,
    VISITOR
  }

  /** What the end of a leg says about the trunk it went through. */
  public enum Ending {
    /** Nothing: it is not over, or nobody but us ended it, or nobody saw its end. */
    NOTHING,
    /** The provider placed the call; what it came to is the called person's affair. */
    PLACED,
    /** The provider did not place the call. */
    REFUSED
  }

  /** A leg of which it is not known when it rang and what its end says. */
  public Leg(
      Party party,
      String uniqueId,
      String number,
      String trunk,
      Instant startedAt,
      Optional<Instant> answeredAt,
      Optional<Instant> endedAt,
      String cause) {
    this(
        party,
        uniqueId,
        number,
        trunk,
        startedAt,
        Optional.empty(),
        answeredAt,
        endedAt,
        cause,
        Ending.NOTHING);
  }
}
