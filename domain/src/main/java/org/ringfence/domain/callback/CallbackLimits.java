package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was granted lately, remembered where every process sees it and a restart forgets nothing.
 */
public interface CallbackLimits {
  /**
   * Counts one callback against every limit, or against none: the first limit that is reached is
   * the answer, and then nothing was counted. Two requests at the same moment are counted one after
   * the other. Takes part in the caller's transaction.
   */
  Optional<Limit> take(List<Limit> limits, Instant now);

  /**
   * Uses up what may be used only once.
   *
   * @param token names it; opaque
   * @param until when it is worthless anyway and may be forgotten
   * @return false when it was used before
   */
  boolean useUp(String token, Instant until);

  /** Forgets what has no effect any more. */
  void forget(Instant now);
}
