package org.ringfence.domain.history;

import java.time.Instant;
import java.util.Optional;

/**
 * One side of a call: somebody who called or was called.
 *
 * @param endpoint an extension's number or a trunk's section
 * @param number the extension or the number outside
 * @param cause why it ended (ITU-T Q.850); 0 when unknown
 */
public record CallSide(
    String channel,
    String endpoint,
    String number,
    Instant beganAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    int cause,
    Optional<Quality> quality) {
  public boolean isTrunk() {
    return endpoint.startsWith("trunk-");
  }
}
