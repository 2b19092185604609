package org.ringfence.config;

import java.util.List;
import java.util.stream.Collectors;

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
    return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
  }

  /** The file as people may see it: every secret replaced. */
  public String masked() {
    return lines.stream().map(line -> line.masked() + "\n").collect(Collectors.joining());
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
