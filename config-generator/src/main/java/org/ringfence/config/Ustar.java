package org.ringfence.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Archives in the ustar interchange format (POSIX.1-2017, pax, "ustar Interchange Format"), as far
 * as a bundle needs it: plain files, all with the same owner, mode and time, so that equal files
 * give equal bytes.
 */
final class Ustar {
  private static final int BLOCK = 512;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,100}");

  private Ustar() {}

  /** Line by line into an array of the right size: a large PBX has half a million lines. */
  static byte[] write(List<ConfigFile> files) {
    int length = 2 * BLOCK;
    for (ConfigFile file : files) {
      int size = sizeOf(file);
      length += BLOCK + size + padding(size);
    }
    byte[] archive = new byte[length];
    int at = 0;
    for (ConfigFile file : files) {
      int size = sizeOf(file);
      System.arraycopy(header(file.name(), size), 0, archive, at, BLOCK);
      at += BLOCK;
      for (ConfigLine line : file.lines()) {
        at += put(archive, at, line);
        archive[at++] = '\n';
      }
      at += padding(size);
    }
    return archive;
  }

  private static int sizeOf(ConfigFile file) {
    int size = 0;
    for (ConfigLine line : file.lines()) {
      String text = line.text();
      size += (isAscii(text) ? text.length() : text.getBytes(UTF_8).length) + 1;
    }
    return size;
  }

  /** Writes a line and says how many bytes it has. */
  private static int put(byte[] archive, int at, ConfigLine line) {
    String text = line.text();
    if (!isAscii(text)) {
      byte[] bytes = text.getBytes(UTF_8);
      System.arraycopy(bytes, 0, archive, at, bytes.length);
      return bytes.length;
    }
    for (int i = 0; i < text.length(); i++) {
      archive[at + i] = (byte) text.charAt(i);
    }
    return text.length();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static byte[] header(String name, int size) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a file name for a bundle: " + name);
    }
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000640\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format("%011o\0", size));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    put(header, 329, "0000000\0");
    put(header, 337, "0000000\0");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    return header;
  }

  /** Path to text, in order. */
  static Map<String, String> read(byte[] tar) {
    Map<String, String> files = new LinkedHashMap<>();
    int at = 0;
    while (at + BLOCK <= tar.length && tar[at] != 0) {
      String name = field(tar, at, 100);
      if (!field(tar, at + 257, 6).equals("ustar") || tar[at + 156] != '0') {
        throw new IllegalArgumentException("not a configuration bundle");
      }
      int size;
      try {
        size = Integer.parseInt(field(tar, at + 124, 12), 8);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException("not a configuration bundle", malformed);
      }
      int begin = at + BLOCK;
      if (size < 0 || size > tar.length - begin) {
        throw new IllegalArgumentException("the configuration bundle is cut short");
      }
      files.put(name, new String(tar, begin, size, UTF_8));
      at = begin + size + padding(size);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("not a configuration bundle");
    }
    return files;
  }

  private static String field(byte[] tar, int from, int length) {
    byte[] field = Arrays.copyOfRange(tar, from, from + length);
    int end = 0;
    while (end < length && field[end] != 0) {
      end++;
    }
    return new String(field, 0, end, US_ASCII);
  }

  private static int padding(int size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
