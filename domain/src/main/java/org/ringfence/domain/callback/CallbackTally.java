package org.ringfence.domain.callback;

/**
 * Requests at one widget in a span of time.
 *
 * @param asked all that came
 * @param accepted of them
 * @param refused for numbers that are not called
 * @param limited for a limit that was reached
 */
public record CallbackTally(int asked, int accepted, int refused, int limited) {
  public static final CallbackTally NONE = new CallbackTally(0, 0, 0, 0);

  public CallbackTally plus(CallbackTally more) {
    return new CallbackTally(
        asked + more.asked,
        accepted + more.accepted,
        refused + more.refused,
        limited + more.limited);
  }
}
