package org.ringfence.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret in clear text, for as short as possible. It masks itself wherever it is printed. */
public record Secret(String reveal) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Characters that cannot be mistaken for each other when a person types them from paper. */
  private static final String READABLE = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

  public Secret {
    if (reveal.isEmpty()) {
      throw new InvalidValue("The password is empty. Please enter it.");
    }
    if (reveal.length() > 256) {
      throw new InvalidValue("The password is longer than 256 characters. Please shorten it.");
    }
    Text.requirePrintable("The password", reveal);
  }

  /** 256 random bits, base64url: for machines. */
  public static Secret random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * 16 characters of a 50 character alphabet (90 bits): for people who have to type it into a
   * phone.
   */
  public static Secret readable() {
    StringBuilder text = new StringBuilder(16);
    for (int i = 0; i < 16; i++) {
      text.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
    }
    return new Secret(text.toString());
  }

  /** Compares in constant time. */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(
        reveal.getBytes(StandardCharsets.UTF_8), other.reveal.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Secret[***]";
  }
}
