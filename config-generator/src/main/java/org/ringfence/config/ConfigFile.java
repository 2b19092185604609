package org.ringfence.config;

import java.util.List;
import java.util.function.Function;

/**
 * One file of a bundle.
 *
 * @param name path within the bundle, for example {@code asterisk/pjsip.conf}
 * @param lines in order, each ended by one line feed
 */
public record ConfigFile(String name, List<ConfigLine> lines) {
  public ConfigFile {
    lines = List.copyOf(lines);
  }

  /** The file as Asterisk reads it, with secrets. */
  public String text() {
    return joined(ConfigLine::text);
  }

  /** The file as people may see it: every secret replaced. */
  public String masked() {
    return joined(ConfigLine::masked);
  }

  /** In a buffer of the right size: files of large PBXs have millions of characters. */
  private String joined(Function<ConfigLine, String> part) {
    int length = 0;
    for (ConfigLine line : lines) {
      length += part.apply(line).length() + 1;
    }
    StringBuilder text = new StringBuilder(length);
    for (ConfigLine line : lines) {
      text.append(part.apply(line)).append('\n');
    }
    return text.toString();
  }

  /** The very lines that come from this object, in order; empty when there are none. */
  public List<ConfigLine> linesOf(Source source) {
    return lines.stream().filter(line -> line.source().equals(source)).toList();
  }

  @Override
  public String toString() {
    return name + " (" + lines.size() + " lines)";
  }
}
