package org.ringfence.domain.callback;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of callbacks.
 *
 * @param states how many requests are in each state; every state is there
 * @param failures how many failed for each reason, by the reason's code
 * @param attempts calls made for them
 * @param reached attempts whose two people talked
 * @param waiting from when a request was due to the moment both talked, on average over those that
 *     did
 * @param talk how long all of them talked
 */
public record CallbackReport(
    Map<CallbackState, Long> states,
    Map<String, Long> failures,
    long attempts,
    long reached,
    Optional<Duration> waiting,
    Duration talk) {
  public CallbackReport {
    Map<CallbackState, Long> all = new EnumMap<>(CallbackState.class);
    for (CallbackState state : CallbackState.values()) {
      all.put(state, states.getOrDefault(state, 0L));
    }
    states = Map.copyOf(all);
    failures = Map.copyOf(failures);
  }

  /** All requests of the time. */
  public long requests() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }
}
