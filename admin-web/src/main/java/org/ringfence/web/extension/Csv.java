package org.ringfence.web.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Comma-separated values (RFC 4180), also with semicolons or tabs, as spreadsheets of other
 * countries write them. What a spreadsheet would take for a formula is written behind an
 * apostrophe, and read without it.
 */
final class Csv {
  private static final String FORMULAS = "=+-@\t\r";

  private Csv() {}

  /** The records; empty lines are none. */
  static List<List<String>> read(String text) {
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    char separator = separator(clean);
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= clean.length(); i++) {
      boolean end = i == clean.length();
      char c = end ? '\n' : clean.charAt(i);
      if (quoted && !end) {
        if (c == '"' && i + 1 < clean.length() && clean.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          cell.append(c);
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == separator || c == '\n') {
        record.add(plain(cell.toString()));
        cell.setLength(0);
        if (c == '\n') {
          if (record.stream().anyMatch(each -> !each.isEmpty())) {
            records.add(List.copyOf(record));
          }
          record.clear();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return records;
  }

  /** The one that the first line has most of. */
  private static char separator(String text) {
    String head = text.lines().findFirst().orElse("");
    char best = ',';
    for (char candidate : new char[] {',', ';', '\t'}) {
      if (count(head, candidate) > count(head, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static String plain(String cell) {
    String text = cell.strip();
    return text.length() > 1 && text.charAt(0) == '\'' && isFormula(text.substring(1))
        ? text.substring(1)
        : text;
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
  }

  static String write(List<List<String>> records) {
    return records.stream()
        .map(record -> record.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n")))
        .collect(Collectors.joining());
  }

  private static String cell(String text) {
    String harmless = isFormula(text) ? "'" + text : text;
    return harmless.matches("(?s).*[\",;\t\r\n].*")
        ? "\"" + harmless.replace("\"", "\"\"") + "\""
        : harmless;
  }
}
