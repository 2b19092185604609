package org.ringfence.domain.callback;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/** Names a widget in public HTML; not a secret. 16 characters of the base64url alphabet. */
public record WidgetKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{16}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public WidgetKey {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue("This is not a widget key.");
    }
  }

  public static WidgetKey random() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return new WidgetKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return value;
  }
}
