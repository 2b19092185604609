package org.ringfence.dialer;

import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.Progress;

/** What a call wants done. */
sealed interface CallCommand {

  /** Store how far it has come. */
  record Store(Progress progress) implements CallCommand {}

  /** End the agent's channel, and with it the whole call. */
  record HangUp(AttemptId attempt) implements CallCommand {}
}
