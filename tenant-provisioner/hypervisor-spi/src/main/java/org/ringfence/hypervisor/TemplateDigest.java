package org.ringfence.hypervisor;

import java.util.regex.Pattern;

/**
 * What identifies a version of the guest template: the digest of its inputs.
 *
 * @param value 12 to 64 lower-case hexadecimal digits
 */
public record TemplateDigest(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{12,64}");

  public TemplateDigest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a template digest has 12 to 64 hexadecimal digits");
    }
  }

  public static TemplateDigest of(String value) {
    return new TemplateDigest(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
