package org.ringfence.domain.pbx;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/** The part of a SIP address before the @, of characters that need no escape anywhere. */
public record SipUser(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9+][A-Za-z0-9+._~-]{0,63}");

  public SipUser {
    value = Text.trimmed("The name", value);
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "This is not a SIP user. Please write letters, digits and + . _ ~ - only, without the part from @ on.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
