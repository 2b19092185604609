package org.ringfence.dialer;

/** Counts nothing. */
final class SilentMetrics implements DialerMetrics {
  @Override
  public void attempt() {}

  @Override
  public void outcome(String result) {}

  @Override
  public void lanes(int held, int connected) {}
}
