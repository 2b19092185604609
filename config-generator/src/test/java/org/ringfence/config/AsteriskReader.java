package org.ringfence.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads configuration files by the rules of Asterisk's own parser (main/config.c, {@code
 * config_text_file_load} and {@code process_text_line}), as far as the writer could fall into them:
 * comments, comments over many lines, escaped semicolons, directives, sections with parentheses,
 * stripped blanks.
 */
final class AsteriskReader {
  /** A section, or what stands before the first one under the name "". */
  record Read(String section, List<Option> options) {}

  private final List<Read> sections = new ArrayList<>();
  private int commentDepth;

  static List<Read> read(String file) {
    AsteriskReader reader = new AsteriskReader();
    for (String line : file.split("\n", -1)) {
      reader.line(line);
    }
    if (reader.commentDepth > 0) {
      throw new IllegalStateException("unterminated comment");
    }
    return reader.sections;
  }

  private void line(String raw) {
    if (raw.indexOf('\0') >= 0 || raw.indexOf('\r') >= 0) {
      throw new IllegalStateException("a control character in the file");
    }
    String line = strip(withoutComments(raw));
    if (line.isEmpty()) {
      return;
    }
    if (line.startsWith("[")) {
      int end = line.indexOf(']');
      if (end < 0 || end != line.length() - 1) {
        throw new IllegalStateException("a section with more to it: " + line);
      }
      sections.add(new Read(line.substring(1, end), new ArrayList<>()));
      return;
    }
    if (line.equals("#include pjsip_phones.conf")) {
      return;
    }
    if (line.startsWith("#")) {
      throw new IllegalStateException("a directive: " + line);
    }
    int equals = line.indexOf('=');
    if (equals < 0 || sections.isEmpty()) {
      throw new IllegalStateException("no option: " + line);
    }
    String key = strip(line.substring(0, equals));
    String value = line.substring(equals + 1);
    if (value.startsWith(">")) {
      value = value.substring(1);
    }
    sections.get(sections.size() - 1).options().add(new Option(key, strip(value)));
  }

  private String withoutComments(String line) {
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != ';') {
        if (commentDepth == 0) {
          kept.append(c);
        }
        continue;
      }
      if (i > 0 && line.charAt(i - 1) == '\\') {
        if (commentDepth == 0) {
          kept.setCharAt(kept.length() - 1, ';');
        }
      } else if (line.startsWith(";--", i) && !line.startsWith(";---", i)) {
        commentDepth++;
      } else if (commentDepth > 0 && i >= 2 && line.startsWith("--", i - 2)) {
        commentDepth--;
      } else if (commentDepth == 0) {
        return kept.toString();
      }
    }
    return kept.toString();
  }

  /** Everything up to the blank, as Asterisk's ast_strip sees it. */
  private static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && text.charAt(begin) <= ' ') {
      begin++;
    }
    while (end > begin && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(begin, end);
  }
}
