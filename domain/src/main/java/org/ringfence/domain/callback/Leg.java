package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * One side of a call.
 *
 * @param uniqueId Asterisk's unique id of the channel
 * @param number the extension or the telephone number that was called
 * @param trunk section name of the trunk it went through; empty for an extension
 * @param cause why it ended, as Asterisk says it (hangup cause and text); empty while it is up
 */
public record Leg(
    Party party,
    String uniqueId,
    String number,
    String trunk,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    String cause) {
  /** Whose side it is. */
  public enum Party {
    AGENT,
    VISITOR
  }
}
