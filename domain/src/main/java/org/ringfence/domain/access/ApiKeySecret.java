package org.ringfence.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program sends as bearer token: {@code rfk_}, the key's id and 256 random bits. Only a
 * digest of it is stored; with so many random bits a plain SHA-256 is enough. It masks itself
 * wherever it is printed.
 */
public final class ApiKeySecret {
  /** How every key begins, so that a program that looks for leaked secrets finds it. */
  public static final String PREFIX = "rfk_";

  private static final Pattern SHAPE = Pattern.compile("rfk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ApiKeyId id;
  private final String text;

  private ApiKeySecret(ApiKeyId id, String text) {
    this.id = id;
    this.text = text;
  }

  /** A new one. */
  public static ApiKeySecret random(ApiKeyId id) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new ApiKeySecret(
        id,
        PREFIX
            + id.toString().replace("-", "")
            + "_"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Reads what a program sent; empty when it cannot be a key. */
  public static Optional<ApiKeySecret> parse(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return Optional.empty();
    }
    String id = shape.group(1);
    UUID uuid =
        new UUID(
            Long.parseUnsignedLong(id.substring(0, 16), 16),
            Long.parseUnsignedLong(id.substring(16), 16));
    return Optional.of(new ApiKeySecret(new ApiKeyId(uuid), text));
  }

  public ApiKeyId id() {
    return id;
  }

  /** For its owner, once. */
  public String reveal() {
    return text;
  }

  /** SHA-256 of the whole text. */
  public byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether a stored digest is this one's; compares in constant time. */
  public boolean matches(byte[] stored) {
    return MessageDigest.isEqual(digest(), Arrays.copyOf(stored, stored.length));
  }

  @Override
  public String toString() {
    return "ApiKeySecret[" + id + "]";
  }
}
