package org.ringfence.domain;

import java.util.regex.Pattern;

/** A telephone number in international form: + and 7 to 15 digits (ITU-T E.164). */
public record E164(String value) {
  private static final Pattern SHAPE = Pattern.compile("\\+[1-9][0-9]{6,14}");

  public E164 {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "This is not an international number. Please write + and the country code, for example +4930123456.");
    }
  }

  /** The number without the plus sign. */
  public String digits() {
    return value.substring(1);
  }

  @Override
  public String toString() {
    return value;
  }
}
