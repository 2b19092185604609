package org.ringfence.widget;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The element's files as they are served. Owners' pages name the entry, whose address stays; the
 * entry names its parts below a directory called after the digest of them all, so that the parts
 * may be cached for ever and a new release never mixes with an old one.
 */
final class Scripts {
  static final String ENTRY = "ringfence-callback.js";

  private static final List<String> PARTS =
      List.of(
          "client.js",
          "countries.js",
          "design.js",
          "fields.js",
          "format.js",
          "memory.js",
          "proof.js",
          "style.js",
          "texts.js",
          "texts-ar.js",
          "texts-de.js",
          "texts-en.js",
          "texts-es.js",
          "texts-fr.js",
          "texts-it.js",
          "texts-nl.js",
          "texts-tr.js",
          "view.js",
          "waiting.js",
          "watch.js");

  private final Map<String, Script> parts = new HashMap<>();
  private final Script entry;
  private final String digest;

  Scripts() {
    MessageDigest sum = Script.sha256();
    for (String part : PARTS) {
      byte[] bytes = load(part).getBytes(StandardCharsets.UTF_8);
      sum.update(bytes);
      parts.put(part, new Script(bytes));
    }
    digest = HexFormat.of().formatHex(sum.digest()).substring(0, 16);
    String named = load(ENTRY).replaceAll("(from |import\\()'\\./", "$1'./" + digest + "/");
    entry = new Script(named.getBytes(StandardCharsets.UTF_8));
  }

  Script entry() {
    return entry;
  }

  Optional<Script> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  /** Names the present parts; a path with another digest is of another release. */
  String digest() {
    return digest;
  }

  private static String load(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream("v1/" + name)) {
      if (in == null) {
        throw new IllegalStateException("The build lost the widget's file " + name);
      }
      return compact(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * What a browser needs of a source: no indentation and no comment that has its lines to itself.
   * More would need to understand the language, and compression makes up for the rest.
   */
  static String compact(String source) {
    StringBuilder compact = new StringBuilder();
    boolean inComment = false;
    for (String line : (Iterable<String>) source.lines().map(String::strip)::iterator) {
      inComment |= line.startsWith("/*");
      if (!inComment && !line.isEmpty() && !line.startsWith("//")) {
        compact.append(line).append('\n');
      }
      inComment &= !line.endsWith("*/");
    }
    return compact.toString();
  }
}
