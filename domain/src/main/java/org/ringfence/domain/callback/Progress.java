package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * How far an attempt has come, and what its visitor is told.
 *
 * @param state what the request's visitor and tenant see
 * @param reason a code for the visitor's browser; empty when there is nothing to say
 * @param retryAt when the request, then QUEUED again, is due for another attempt
 * @param optedOut whether its visitor never wants to be called again
 */
public record Progress(
    Attempt attempt,
    CallbackState state,
    String reason,
    Optional<Instant> retryAt,
    boolean optedOut) {
  public Progress {
    if (retryAt.isPresent() != (state == CallbackState.QUEUED)) {
      throw new IllegalArgumentException("a request is due again exactly when it is queued again");
    }
  }

  /** Without another attempt. */
  public Progress(Attempt attempt, CallbackState state, String reason) {
    this(attempt, state, reason, Optional.empty(), false);
  }

  /** The same, but that it is tried again. */
  public Progress againAt(Instant moment) {
    return new Progress(attempt, CallbackState.QUEUED, "", Optional.of(moment), optedOut);
  }
}
