package org.ringfence.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The only class that knows the syntax of Asterisk's configuration files (main/config.c).
 *
 * <p>What the syntax cannot hold is refused, never altered: control characters, values with blanks
 * at either end (Asterisk strips them), lines beyond its buffer.
 */
final class AsteriskWriter {
  /** Stands in for a secret where people look. */
  static final String MASK = "********";

  /**
   * Asterisk reads lines into 8192 bytes; a longer one would end up as two. Half of it leaves room
   * for every file format's own limits.
   */
  private static final int LONGEST_LINE = 4096;

  private static final Pattern SECTION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,78}");

  /** What an eventfilter of AMI looks at is part of its name. */
  private static final String FILTER = "eventfilter\\([A-Za-z_(),]{1,80}\\)";

  private static final Pattern KEY = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,59}|" + FILTER);
  private static final Pattern WRITTEN_OPTION =
      Pattern.compile("([a-z0-9_][a-z0-9_-]*|" + FILTER + ") (=>?) (.*)");

  /** A power of two; a phone has half as many options that are the same for all phones. */
  private static final int RECENT = 64;

  private final List<ConfigLine> lines = new ArrayList<>();
  private final Matcher sectionName = SECTION.matcher("");
  private final Matcher optionName = KEY.matcher("");

  /**
   * Options written lately, by their hash, and their lines: most options of a phone are those of
   * every other phone, and are checked, escaped and kept in memory once.
   */
  private final @Nullable Option[] recent = new @Nullable Option[RECENT];

  private final String[] recentLines = new String[RECENT];

  /** The whole file: a heading, then the sections with a blank line before each. */
  static List<ConfigLine> write(String heading, List<Section> sections) {
    return written(heading, sections).lines;
  }

  /** The same, with another file of the same directory read at its end. */
  static List<ConfigLine> write(String heading, List<Section> sections, String included) {
    AsteriskWriter writer = written(heading, sections);
    writer.blank();
    writer.add("#include " + included, Source.pbx());
    return writer.lines;
  }

  private static AsteriskWriter written(String heading, List<Section> sections) {
    AsteriskWriter writer = new AsteriskWriter();
    writer.comment(heading, Source.pbx());
    for (Section section : sections) {
      writer.section(section);
    }
    return writer;
  }

  List<ConfigLine> written() {
    return lines;
  }

  void section(Section section) {
    blank();
    comment(section.comment(), section.source());
    header(section.name(), section.source());
    for (Option option : section.options()) {
      option(option, section.source());
    }
  }

  void header(String name, Source source) {
    if (!sectionName.reset(name).matches()) {
      throw new IllegalArgumentException("not a section name: " + name);
    }
    add("[" + name + "]", source);
  }

  void option(Option option, Source source) {
    int slot = option.hashCode() & (RECENT - 1);
    if (option.equals(recent[slot])) {
      lines.add(new ConfigLine(lines.size() + 1, recentLines[slot], recentLines[slot], source));
      return;
    }
    if (!optionName.reset(option.key()).matches()) {
      throw new IllegalArgumentException("not an option name: " + option.key());
    }
    String value = escape(option.key(), option.value());
    String text = option.key() + " = " + value;
    if (option.isSecret()) {
      add(text, option.key() + " = " + MASK, source);
    } else {
      add(text, source);
      recent[slot] = option;
      recentLines[slot] = text;
    }
  }

  /** {@code key => value}, as dialplans and module lists are written. */
  void object(String key, String value, Source source) {
    if (!optionName.reset(key).matches()) {
      throw new IllegalArgumentException("not an option name: " + key);
    }
    add(key + " => " + escape(key, value), source);
  }

  /** A comment on a line of its own; empty text gives a line without one. */
  void comment(String text, Source source) {
    requireNoControl("a comment", text);
    // The blank after the semicolon matters: ";--" would open a comment over many lines.
    add("; " + text.strip(), source);
  }

  void blank() {
    add("", Source.pbx());
  }

  private void add(String text, Source source) {
    add(text, text, source);
  }

  private void add(String text, String masked, Source source) {
    // No character takes more than three bytes for each of its UTF-16 units.
    if (text.length() > LONGEST_LINE / 3
        && text.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
      throw new UnrenderableConfig("A line of the configuration would be too long for Asterisk.");
    }
    lines.add(new ConfigLine(lines.size() + 1, text, masked, source));
  }

  /**
   * A semicolon begins a comment unless a backslash stands before it; nothing else is special in a
   * value, the backslash neither.
   */
  private static String escape(String key, String value) {
    requireNoControl(key, value);
    if (!value.equals(value.strip()) || (!value.isEmpty() && isBlank(value))) {
      throw new UnrenderableConfig(
          "The value of "
              + key
              + " begins or ends with a blank, which Asterisk would cut off. Please remove it.");
    }
    return value.replace(";", "\\;");
  }

  private static boolean isBlank(String value) {
    return value.charAt(0) <= ' ' || value.charAt(value.length() - 1) <= ' ';
  }

  private static void requireNoControl(String what, String value) {
    if (isPrintableAscii(value)) {
      return;
    }
    value
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.SURROGATE) {
                throw new UnrenderableConfig(
                    "The value of "
                        + what
                        + String.format(" contains the control character U+%04X.", c));
              }
            });
  }

  private static boolean isPrintableAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Lines of a file that this class wrote earlier, with their secrets masked again. */
  static List<ConfigLine> lines(String text) {
    List<ConfigLine> lines = new ArrayList<>();
    if (text.isEmpty()) {
      return lines;
    }
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      var option = WRITTEN_OPTION.matcher(line);
      boolean secret = option.matches() && Option.isSecret(option.group(1));
      String masked = secret ? option.group(1) + " = " + MASK : line;
      lines.add(new ConfigLine(lines.size() + 1, line, masked, Source.pbx()));
    }
    return lines;
  }
}
