package org.ringfence.domain.callback;

/** What became of a visitor's wish not to be called after all. */
public enum Withdrawal {
  /** Nobody calls, or whoever is about to is told not to. */
  TAKEN_BACK,

  /** The visitor's telephone is called already: it rings to its end, and never again. */
  RINGING,

  /** Both talk, or the request is over. */
  OVER
}
