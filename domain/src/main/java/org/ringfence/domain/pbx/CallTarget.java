package org.ringfence.domain.pbx;

import java.util.regex.Pattern;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * Whom a person's calls are forwarded to: a number as it is dialled on the person's phone, or one
 * outside with + and country code.
 */
public record CallTarget(String value) {
  private static final Pattern DIALLED = Pattern.compile("[0-9]{2,18}");

  public CallTarget {
    value = Text.trimmed("The number", value).replaceAll("[ ()/-]", "");
    if (value.startsWith("+")) {
      value = new E164(value).value();
    } else if (!DIALLED.matcher(value).matches()) {
      throw new InvalidValue(
          "Please write a number as it is dialled on the phone, for example 102, or one with + and"
              + " the country code, for example +4930123456.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
