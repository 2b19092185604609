package org.ringfence.dialer;

import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.CallbackState;

/** What a call wants done. */
sealed interface CallCommand {

  /**
   * Store how far it has come.
   *
   * @param reason a code for the visitor's browser; empty when there is nothing to say
   */
  record Store(Attempt attempt, CallbackState state, String reason) implements CallCommand {}

  /** End the agent's channel, and with it the whole call. */
  record HangUp(AttemptId attempt) implements CallCommand {}
}
