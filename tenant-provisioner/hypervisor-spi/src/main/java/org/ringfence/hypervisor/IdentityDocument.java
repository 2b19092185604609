package org.ringfence.hypervisor;

import java.nio.charset.StandardCharsets;

/**
 * What tells a guest who it is, handed over by the hypervisor's own channel at every start. Opaque
 * to drivers, and secret: it holds the VM's credentials, so {@code toString} masks it.
 *
 * @param text at most {@value #MOST_BYTES} bytes of UTF-8 without NUL
 */
public record IdentityDocument(String text) {
  /** The smallest channel's limit: EC2 user data. */
  public static final int MOST_BYTES = 16 * 1024;

  public IdentityDocument {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an identity document is not empty and has no NUL");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an identity document has at most " + MOST_BYTES + " bytes");
    }
  }

  public static IdentityDocument of(String text) {
    return new IdentityDocument(text);
  }

  @Override
  public String toString() {
    return "IdentityDocument[masked]";
  }
}
