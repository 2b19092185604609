package org.ringfence.domain.callback;

import java.util.Locale;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * A web origin (RFC 6454): scheme, host and, when not the scheme's default, port. Lower case, no
 * path.
 */
public record Origin(String value) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9][0-9]{0,4})?");

  public Origin {
    value = Text.trimmed("The website", value).toLowerCase(Locale.ROOT);
    if (value.endsWith("/")) {
      value = value.substring(0, value.length() - 1);
    }
    if (value.length() > 255 || !SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "This is not the address of a website. Please write scheme and host only, for example https://www.example.com.");
    }
    if (value.startsWith("https:") && value.endsWith(":443")) {
      value = value.substring(0, value.length() - 4);
    } else if (value.startsWith("http:") && value.endsWith(":80")) {
      value = value.substring(0, value.length() - 3);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
