package org.ringfence.domain.access;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/** What a program sends with a request that creates something, so that it can send it again. */
public record IdempotencyKey(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9-]{16,64}");

  public IdempotencyKey {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "Please send 16 to 64 letters, digits and hyphens as Idempotency-Key, for example a"
              + " UUID.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
