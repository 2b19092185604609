package org.ringfence.web.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts keys that were not good, by address. A key cannot be guessed, so this only keeps those who
 * try from using up the database; it lives in one process and forgets with it.
 */
public final class Guesses {
  static final int ALLOWED = 20;
  static final Duration WITHIN = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;

  private final Clock clock;
  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Count(Instant since, int failures) {}

  public Guesses(Clock clock) {
    this.clock = clock;
  }

  /** Whether an address has to wait. */
  public synchronized boolean isTooMany(String address) {
    Count count = counts.get(address);
    return count != null && isRecent(count) && count.failures() >= ALLOWED;
  }

  public synchronized void failed(String address) {
    Count count = counts.get(address);
    counts.put(
        address,
        count != null && isRecent(count)
            ? new Count(count.since(), count.failures() + 1)
            : new Count(clock.instant(), 1));
  }

  private boolean isRecent(Count count) {
    return clock.instant().isBefore(count.since().plus(WITHIN));
  }
}
