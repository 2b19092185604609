package org.ringfence.domain.tenant;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/** A tenant's short name in addresses, in VM names and as SIP realm. It never changes. */
public record Slug(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,30}");

  public Slug {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "The short name is 2 to 31 lower case letters, digits and single hyphens, and begins with a letter, for example acme.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
