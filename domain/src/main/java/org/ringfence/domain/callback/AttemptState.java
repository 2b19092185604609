package org.ringfence.domain.callback;

/** The states of one attempt to connect agent and visitor. */
public enum AttemptState {
  /** Committed, about to be sent: after a crash nobody knows whether it was. */
  SENDING,
  /** The agent's phone is being called. */
  CALLING_AGENT,
  /** The agent answered; the visitor is being called. */
  CALLING_VISITOR,
  /** Both are bridged. */
  BRIDGED,
  COMPLETED,
  FAILED,
  /**
   * Contact to the PBX was lost; resolved from live channels, never redialled on its own when it
   * may have rung.
   */
  UNKNOWN;

  public boolean isFinal() {
    return this == COMPLETED || this == FAILED;
  }
}
