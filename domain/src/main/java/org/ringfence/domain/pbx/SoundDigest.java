package org.ringfence.domain.pbx;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/**
 * What a sound's file is known by, from the database to the VM: SHA-256 of its bytes.
 *
 * @param hex 64 lower-case hex digits
 */
public record SoundDigest(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public SoundDigest {
    if (!HEX.matcher(hex).matches()) {
      throw new InvalidValue("This is no digest of a sound.");
    }
  }

  public static SoundDigest of(byte[] content) {
    try {
      return new SoundDigest(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
