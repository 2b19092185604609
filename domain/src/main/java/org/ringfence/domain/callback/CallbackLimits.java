package org.ringfence.domain.callback;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was granted lately, remembered where every process sees it and a restart forgets nothing.
 * Takes part in the caller's transaction.
 */
public interface CallbackLimits {
  /** What counts against some limits, of which nobody else takes anything meanwhile. */
  interface Ledger {
    /**
     * Counts one callback against every limit, or against none: the first limit that is reached is
     * the answer, and then nothing was counted.
     *
     * @param limits what the ledger was opened for, or one of several
     */
    Optional<Limit> take(List<Limit> limits);

    /** Writes down what was taken. */
    void store();
  }

  /**
   * For callbacks, each with its limits, which other processes' callbacks wait for until the
   * transaction ends. A callback that is over a limit already makes nobody wait.
   */
  Ledger open(Collection<List<Limit>> callbacks, Instant now);

  /**
   * Uses up what may be used only once.
   *
   * @param tokens names them, opaque, and says when each is worthless anyway and may be forgotten
   * @return those that were not used before
   */
  Set<String> useUp(Map<String, Instant> tokens);

  /** Forgets what has no effect any more. */
  void forget(Instant now);
}
