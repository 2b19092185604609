package org.ringfence.widget;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** One file, as it is and packed. */
final class Script {
  private final byte[] plain;
  private final byte[] gzip;
  private final String digest;

  Script(byte[] plain) {
    this.plain = plain.clone();
    this.gzip = pack(plain);
    this.digest = HexFormat.of().formatHex(sha256().digest(plain)).substring(0, 32);
  }

  byte[] plain() {
    return plain.clone();
  }

  byte[] gzip() {
    return gzip.clone();
  }

  /** Of the plain bytes; hexadecimal. */
  String digest() {
    return digest;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }

  private static byte[] pack(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return packed.toByteArray();
  }
}
