package org.ringfence.domain;

/** Checks shared by the value types; every refusal is an {@link InvalidValue} with a sentence. */
public final class Text {
  private Text() {}

  /**
   * One line of text a person may type freely: 1 to {@code max} UTF-16 units, no control or line
   * separator characters, because such text reaches configuration files, AMI and mail headers.
   */
  public static String line(String what, String value, int max) {
    String trimmed = trimmed(what, value);
    if (trimmed.isEmpty()) {
      throw new InvalidValue(what + " is empty. Please enter it.");
    }
    if (trimmed.length() > max) {
      throw new InvalidValue(what + " is longer than " + max + " characters. Please shorten it.");
    }
    return trimmed;
  }

  /**
   * The value without blanks around it; refused when it holds anything {@link #requirePrintable}
   * refuses.
   */
  public static String trimmed(String what, String value) {
    requirePrintable(what, value);
    return value.strip();
  }

  /**
   * Refuses control characters, line and paragraph separators, bidirectional overrides and lone
   * surrogates.
   */
  public static void requirePrintable(String what, String value) {
    value
        .codePoints()
        .forEach(
            c -> {
              if (isUnseen(c)) {
                throw new InvalidValue(
                    what
                        + " contains a character that cannot be seen (code point "
                        + String.format("U+%04X", c)
                        + "), for example a line break. Please remove it.");
              }
            });
  }

  /** Marks that stand on one letter at most; more than any writing needs. */
  private static final int MARKS = 8;

  /**
   * A text from outside that nobody can be asked to write differently, such as the name that a
   * caller sends, without what {@link #requirePrintable} refuses, and with so few marks on each
   * letter that they do not cover the lines around.
   */
  public static String visible(String value) {
    StringBuilder visible = new StringBuilder(value.length());
    int marks = 0;
    for (int c : value.codePoints().toArray()) {
      marks = isMark(c) ? marks + 1 : 0;
      if (!isUnseen(c) && marks <= MARKS) {
        visible.appendCodePoint(c);
      }
    }
    return visible.toString();
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isUnseen(int c) {
    int type = Character.getType(c);
    boolean bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return bidi
        || type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
