package org.ringfence.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All files of one configuration, immutable and in a fixed order. Equal PBXs give equal bytes, so
 * the digest tells whether anything changed.
 */
public final class ConfigBundle {
  private final List<ConfigFile> files;
  private final byte[] tar;
  private final String digest;

  ConfigBundle(List<ConfigFile> files) {
    this.files = List.copyOf(files);
    this.tar = Ustar.write(this.files);
    this.digest = sha256(tar);
  }

  /**
   * Reads a bundle that was rendered earlier. What came from which object is not in the archive:
   * every line's source is {@link Source.Pbx}; secrets are masked as at rendering.
   *
   * @throws IllegalArgumentException when these are not the bytes of a bundle
   */
  public static ConfigBundle read(byte[] tar) {
    List<ConfigFile> files = new ArrayList<>();
    Ustar.read(tar)
        .forEach((name, text) -> files.add(new ConfigFile(name, AsteriskWriter.lines(text))));
    return new ConfigBundle(files);
  }

  /** The files in order. */
  public List<ConfigFile> files() {
    return files;
  }

  /** The file with this path, for example {@code asterisk/pjsip.conf}. */
  public Optional<ConfigFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** Path to text in order, for people: every secret replaced. */
  public Map<String, String> masked() {
    Map<String, String> texts = new LinkedHashMap<>();
    files.forEach(file -> texts.put(file.name(), file.masked()));
    return texts;
  }

  /** The very lines that come from this object, by path; files without such lines are left out. */
  public Map<String, List<ConfigLine>> linesOf(Source source) {
    Map<String, List<ConfigLine>> found = new LinkedHashMap<>();
    for (ConfigFile file : files) {
      List<ConfigLine> lines = file.linesOf(source);
      if (!lines.isEmpty()) {
        found.put(file.name(), lines);
      }
    }
    return found;
  }

  /** A ustar archive with fixed owner, mode and time. It holds secrets. */
  public byte[] tar() {
    return tar.clone();
  }

  /** SHA-256 of {@link #tar}, 64 hex digits. */
  public String digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigBundle bundle && digest.equals(bundle.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "ConfigBundle[" + digest + "]";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
