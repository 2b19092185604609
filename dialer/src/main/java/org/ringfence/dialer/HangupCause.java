package org.ringfence.dialer;

/**
 * Why a channel ended.
 *
 * @param q850 ISDN cause (ITU-T Q.850); 0 when Asterisk does not know
 * @param text Asterisk's name of the cause
 * @param sip the far end's last SIP status; 0 when it sent none
 */
record HangupCause(int q850, String text, int sip) {
  /**
   * A call that is gone without anybody having seen it end. Its text is none of Asterisk's: a phone
   * that rang until we gave up ends without a cause too, but was seen to.
   */
  static final HangupCause UNSEEN = new HangupCause(0, "unseen", 0);

  private static final int CALL_REJECTED = 21;

  boolean isBusy() {
    return q850 == 17 || sip == 486 || sip == 600;
  }

  boolean isNoAnswer() {
    return q850 == 18 || q850 == 19 || sip == 408 || sip == 480;
  }

  /** The called person pressed the red button; a provider that refuses us says 403 instead. */
  boolean isDeclined() {
    return q850 == CALL_REJECTED && (sip == 0 || sip >= 600);
  }

  boolean isNoSuchNumber() {
    return q850 == 1 || q850 == 22 || q850 == 28 || sip == 404 || sip == 410 || sip == 484;
  }

  /**
   * For the call history, for example {@code SIP 486, cause 17 User busy}; at most 200 characters.
   */
  String words() {
    String cause = q850 == 0 ? "no cause given" : "cause " + q850 + " " + text;
    String words = sip == 0 ? cause : "SIP " + sip + ", " + cause;
    return words.length() > 200 ? words.substring(0, 200) : words;
  }
}
