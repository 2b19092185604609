package org.ringfence.domain.callback;

/**
 * What a tenant's callbacks used on one day (UTC).
 *
 * @param seconds of calls to visitors
 * @param cents hundredths of the tenant's currency, by the rates of callbacks, rounded up
 * @param open callbacks of widgets that are accepted and not over, whose use is still to come
 */
public record CallbackSpend(long seconds, long cents, int open) {
  public static final CallbackSpend NONE = new CallbackSpend(0, 0, 0);

  /** When one more is accepted. */
  public CallbackSpend withOneMore() {
    return plus(new CallbackSpend(0, 0, 1));
  }

  /** Both together. */
  public CallbackSpend plus(CallbackSpend more) {
    return new CallbackSpend(seconds + more.seconds, cents + more.cents, open + more.open);
  }
}
