package org.ringfence.domain.pbx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;

/**
 * What a phone's password leaves behind: the hash of {@code user:realm:password} (RFC 8760), so
 * that the password itself reaches neither the database nor the VM. Within its realm a hash is as
 * good as the password, so it is a secret too and prints masked.
 *
 * @param md5 32 hex digits, for phones that know nothing better
 * @param sha256 64 hex digits
 */
public record DigestCredentials(String md5, String sha256) {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public DigestCredentials {
    if (!MD5.matcher(md5).matches() || !SHA256.matcher(sha256).matches()) {
      throw new InvalidValue("These are not the hashes of a password.");
    }
  }

  public static DigestCredentials of(String user, String realm, Secret password) {
    String text = user + ":" + realm + ":" + password.reveal();
    return new DigestCredentials(hash("MD5", text), hash("SHA-256", text));
  }

  private static String hash(String algorithm, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has " + algorithm, impossible);
    }
  }

  @Override
  public String toString() {
    return "DigestCredentials[***]";
  }
}
