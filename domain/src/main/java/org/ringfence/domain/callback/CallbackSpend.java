package org.ringfence.domain.callback;

/**
 * What a tenant's callbacks used on one day (UTC).
 *
 * @param seconds of calls to visitors
 * @param cents hundredths of the tenant's currency, by the rates of callbacks, rounded up
 * @param open callbacks of widgets that are accepted and not over, whose use is still to come
 * @param rates what that use will cost
 */
public record CallbackSpend(long seconds, long cents, int open, CallbackRates rates) {
  public static final CallbackSpend NONE = new CallbackSpend(0, 0, 0);

  /** Where a minute costs nothing. */
  public CallbackSpend(long seconds, long cents, int open) {
    this(seconds, cents, open, CallbackRates.NONE);
  }

  /** When one more is accepted. */
  public CallbackSpend withOneMore() {
    return plus(new CallbackSpend(0, 0, 1));
  }

  /** Both together. */
  public CallbackSpend plus(CallbackSpend more) {
    return new CallbackSpend(seconds + more.seconds, cents + more.cents, open + more.open, rates);
  }

  /** The same by these rates. */
  public CallbackSpend at(CallbackRates known) {
    return new CallbackSpend(seconds, cents, open, known);
  }
}
