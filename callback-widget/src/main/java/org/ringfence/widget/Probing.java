package org.ringfence.widget;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts by address what was refused for its number, so that nobody goes through the numbers of a
 * country to see which of them are answered otherwise. Such a refusal costs the tenant nothing, so
 * it costs the database nothing either: each process counts for itself, a restart forgets, and no
 * address is stored or outlives its hour.
 */
final class Probing {
  /** Refusals of one address in an hour after which it is told nothing of any number. */
  static final int OF_ADDRESS = 20;

  /** The same while the widget looks as if it were attacked. */
  static final int UNDER_ATTACK = 5;

  /** More are not told apart; the proofs of work and the alarm are left. */
  private static final int ADDRESSES = 50_000;

  private final Map<String, Integer> lately = new ConcurrentHashMap<>();
  private volatile long hour;

  boolean isTooMuch(String address, boolean attacked, Instant now) {
    return hour(now) == hour
        && lately.getOrDefault(address, 0) >= (attacked ? UNDER_ATTACK : OF_ADDRESS);
  }

  void refused(String address, Instant now) {
    if (hour(now) != hour) {
      hour = hour(now);
      lately.clear();
    }
    if (lately.size() < ADDRESSES || lately.containsKey(address)) {
      lately.merge(address, 1, Integer::sum);
    }
  }

  private static long hour(Instant now) {
    return now.getEpochSecond() / 3600;
  }
}
