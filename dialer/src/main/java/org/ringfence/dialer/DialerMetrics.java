package org.ringfence.dialer;

/** Counts what the dialer does. */
interface DialerMetrics {
  /** An attempt was begun. */
  void attempt();

  /**
   * An attempt came to its end.
   *
   * @param result {@code completed}, or the code of why it failed
   */
  void outcome(String result);

  /** How many lanes this process holds, and to how many of their PBXs it is connected. */
  void lanes(int held, int connected);
}
