package org.ringfence.web.revision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringfence.config.ConfigBundle;
import org.ringfence.config.ConfigFile;
import org.ringfence.config.ConfigLine;

/**
 * The difference between two configurations, line by line, as people may see it: lines are compared
 * by what Asterisk reads and shown with their secrets masked.
 */
public final class LineDiff {
  /** Unchanged lines shown around a change. */
  private static final int CONTEXT = 3;

  private LineDiff() {}

  /** What happened to a line. */
  public enum Kind {
    SAME(" "),
    ADDED("+"),
    REMOVED("-"),
    /** Stands for unchanged lines that are left out. */
    SKIPPED("⋯");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }
  }

  /** A line of a difference. */
  public record Line(Kind kind, String text) {
    public String style() {
      return switch (kind) {
        case SAME -> "rf-same";
        case ADDED -> "rf-added";
        case REMOVED -> "rf-removed";
        case SKIPPED -> "rf-skipped";
      };
    }

    public String shown() {
      return kind.sign + " " + text;
    }
  }

  /** A file that differs. */
  public record FileDiff(String name, List<Line> lines) {}

  /** Files that differ, by name; empty when nothing does. */
  public static List<FileDiff> between(ConfigBundle before, ConfigBundle after) {
    Map<String, List<ConfigLine>> old = byName(before);
    Map<String, List<ConfigLine>> current = byName(after);
    TreeMap<String, List<ConfigLine>> all = new TreeMap<>(old);
    all.putAll(current);
    List<FileDiff> diffs = new ArrayList<>();
    for (String name : all.keySet()) {
      List<Line> lines =
          lines(old.getOrDefault(name, List.of()), current.getOrDefault(name, List.of()));
      if (lines.stream().anyMatch(line -> line.kind() != Kind.SAME)) {
        diffs.add(new FileDiff(name, shortened(lines)));
      }
    }
    return diffs;
  }

  private static Map<String, List<ConfigLine>> byName(ConfigBundle bundle) {
    Map<String, List<ConfigLine>> files = new TreeMap<>();
    for (ConfigFile file : bundle.files()) {
      files.put(file.name(), file.lines());
    }
    return files;
  }

  /** By the longest common subsequence, after cutting off what is equal at both ends. */
  static List<Line> lines(List<ConfigLine> before, List<ConfigLine> after) {
    int head = 0;
    while (head < before.size() && head < after.size() && same(before.get(head), after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < before.size() - head
        && tail < after.size() - head
        && same(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    before.subList(0, head).forEach(line -> lines.add(new Line(Kind.SAME, line.masked())));
    lines.addAll(
        middle(
            before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
    before
        .subList(before.size() - tail, before.size())
        .forEach(line -> lines.add(new Line(Kind.SAME, line.masked())));
    return lines;
  }

  private static List<Line> middle(List<ConfigLine> before, List<ConfigLine> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            same(before.get(i), after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && same(before.get(i), after.get(j))) {
        lines.add(new Line(Kind.SAME, before.get(i).masked()));
        i++;
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Kind.REMOVED, before.get(i).masked()));
        i++;
      } else {
        lines.add(new Line(Kind.ADDED, after.get(j).masked()));
        j++;
      }
    }
    return lines;
  }

  private static boolean same(ConfigLine one, ConfigLine other) {
    return one.text().equals(other.text());
  }

  /** Leaves out unchanged lines that are far from every change. */
  private static List<Line> shortened(List<Line> lines) {
    boolean[] near = new boolean[lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).kind() != Kind.SAME) {
        Arrays.fill(near, Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1), true);
      }
    }
    List<Line> shortened = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (near[i]) {
        shortened.add(lines.get(i));
      } else if (i == 0 || near[i - 1]) {
        shortened.add(new Line(Kind.SKIPPED, ""));
      }
    }
    return shortened;
  }
}
