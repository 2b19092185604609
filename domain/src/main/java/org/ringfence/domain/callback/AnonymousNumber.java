package org.ringfence.domain.callback;

import org.ringfence.domain.E164;

/** What is left of a number when its person is forgotten: where it belongs, not to whom. */
public final class AnonymousNumber {
  /** Digits that name a person; a million numbers share the rest. */
  private static final int HIDDEN = 6;

  private AnonymousNumber() {}

  /** Zeros in place of the last digits. The same number again once it is anonymous. */
  public static E164 of(E164 number) {
    String digits = number.digits();
    int kept = Math.max(1, digits.length() - HIDDEN);
    return new E164("+" + digits.substring(0, kept) + "0".repeat(digits.length() - kept));
  }
}
