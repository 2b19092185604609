package org.ringfence.domain.tenant;

import java.util.Locale;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * An e-mail address that can be a login name: ASCII, one at sign, a domain with a dot. Lower case.
 */
public record EmailAddress(String value) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

  public EmailAddress {
    value = Text.trimmed("The e-mail address", value).toLowerCase(Locale.ROOT);
    if (value.length() > 254 || !SHAPE.matcher(value).matches()) {
      throw new InvalidValue("This is not an e-mail address, for example anna@example.com.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
