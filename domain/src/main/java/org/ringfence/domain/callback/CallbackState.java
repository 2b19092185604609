package org.ringfence.domain.callback;

/** How far a callback has come, as its visitor and its tenant see it. */
public enum CallbackState {
  QUEUED,
  /** An attempt is under way: somebody's phone may be ringing. */
  CALLING,
  /** Both people talk. */
  CONNECTED,
  /** They talked, and hung up. */
  ENDED,
  /** They did not come to talk; the reason says why. */
  FAILED,
  /**
   * Nobody could be called until the deadline; the reason says what kept it. No phone of the
   * visitor rang.
   */
  EXPIRED;

  public boolean isFinal() {
    return this == ENDED || this == FAILED || this == EXPIRED;
  }
}
