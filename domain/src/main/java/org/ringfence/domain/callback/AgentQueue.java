package org.ringfence.domain.callback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who waits for one agent, who talks to one visitor at a time.
 *
 * @param next the requests that are due, the first one first; the beginning of a long queue
 * @param busy whether a callback of this agent is under way
 * @param perCall how long the tenant's callbacks took lately; empty when there was none
 */
public record AgentQueue(List<CallbackId> next, boolean busy, Optional<Duration> perCall) {
  public AgentQueue {
    next = List.copyOf(next);
  }

  /** How many come before a request; empty when it is not among {@link #next}. */
  public OptionalInt ahead(CallbackId id) {
    int at = next.indexOf(id);
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at + (busy ? 1 : 0));
  }
}
