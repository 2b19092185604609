package org.ringfence.domain.template;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/**
 * A version of the guest template: the digest of what it is made of.
 *
 * @param value 12 to 64 lower-case hexadecimal digits
 */
public record TemplateId(String value) implements Comparable<TemplateId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{12,64}");
  private static final int SHORT = 12;

  public TemplateId {
    if (!isValid(value)) {
      throw new InvalidValue("There is no such template version.");
    }
  }

  /** Whether the text could be one; for reading foreign lists without exceptions. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** What people tell versions apart by; the guest calls itself so, too. */
  public String shortened() {
    return value.substring(0, SHORT);
  }

  @Override
  public int compareTo(TemplateId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
