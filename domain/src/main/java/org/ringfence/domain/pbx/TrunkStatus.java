package org.ringfence.domain.pbx;

import java.time.Instant;

/**
 * What a trunk does right now.
 *
 * @param detail why, in words or in the far end's answer; empty when there is nothing to say
 */
public record TrunkStatus(State state, String detail, Instant since) {
  /** The states a person sees. */
  public enum State {
    /** Nothing is known yet, for example because the VM does not run. */
    UNKNOWN,
    /** The provider accepted our registration. */
    REGISTERED,
    /** No registration is needed, and the provider answers. */
    REACHABLE,
    /** The provider does not answer. */
    UNREACHABLE,
    /** The provider answered no. */
    REFUSED,
    /** Switched off by the tenant. */
    OFF
  }
}
