package org.ringfence.domain.pbx;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/** The short number of a phone inside a tenant's PBX: 2 to 6 digits, not beginning with 0. */
public record ExtensionNumber(String value) {
  private static final Pattern SHAPE = Pattern.compile("[1-9][0-9]{1,5}");

  public ExtensionNumber {
    value = Text.trimmed("The extension", value);
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidValue(
          "An extension is 2 to 6 digits and does not begin with 0, for example 101.");
    }
    if (value.equals("110") || value.equals("112") || value.equals("911") || value.equals("999")) {
      throw new InvalidValue(
          "This number reaches an emergency service and cannot be an extension.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
