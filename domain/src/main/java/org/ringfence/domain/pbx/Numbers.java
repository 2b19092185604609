package org.ringfence.domain.pbx;

import org.ringfence.domain.InvalidValue;

/** Whole numbers as people type them. */
final class Numbers {
  private Numbers() {}

  /** Up to six digits; what is none is refused with a sentence. */
  static int parse(String text) {
    String digits = text.strip();
    if (!digits.matches("[0-9]{1,6}")) {
      throw new InvalidValue("This is not a number. Please write digits only.");
    }
    return Integer.parseInt(digits);
  }

  static int within(int least, int most, String sentence, int value) {
    if (value != 0 && (value < least || value > most)) {
      throw new InvalidValue(sentence);
    }
    return value;
  }
}
