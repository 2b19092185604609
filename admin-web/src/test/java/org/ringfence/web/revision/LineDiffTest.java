package org.ringfence.web.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringfence.config.ConfigLine;
import org.ringfence.config.Source;

class LineDiffTest {
  private static List<ConfigLine> file(String... texts) {
    List<ConfigLine> lines = new ArrayList<>();
    for (String text : texts) {
      String masked = text.startsWith("password") ? "password = ********" : text;
      lines.add(new ConfigLine(lines.size() + 1, text, masked, Source.pbx()));
    }
    return lines;
  }

  private static List<String> diff(List<ConfigLine> before, List<ConfigLine> after) {
    return LineDiff.lines(before, after).stream().map(LineDiff.Line::shown).toList();
  }

  @Test
  void equalFilesHaveOnlyEqualLines() {
    assertThat(diff(file("a", "b"), file("a", "b"))).containsExactly("  a", "  b");
  }

  @Test
  void whatCameAndWentIsMarkedAndTheRestStays() {
    assertThat(diff(file("a", "b", "c", "d"), file("a", "c", "x", "d")))
        .containsExactly("  a", "- b", "  c", "+ x", "  d");
  }

  @Test
  void aNewFileIsAllAddedAndALostOneAllRemoved() {
    assertThat(diff(file(), file("a"))).containsExactly("+ a");
    assertThat(diff(file("a"), file())).containsExactly("- a");
  }

  @Test
  void aChangedSecretShowsAsAChangeWithoutEitherValue() {
    assertThat(diff(file("password = old"), file("password = new")))
        .containsExactly("- password = ********", "+ password = ********");
  }

  @Test
  void readingTheDiffForwardsGivesTheNewFileAndBackwardsTheOld() {
    List<ConfigLine> before = file("a", "b", "c", "a", "b", "b", "a");
    List<ConfigLine> after = file("c", "b", "a", "b", "a", "c");

    List<LineDiff.Line> lines = LineDiff.lines(before, after);

    assertThat(without(lines, LineDiff.Kind.ADDED)).isEqualTo(texts(before));
    assertThat(without(lines, LineDiff.Kind.REMOVED)).isEqualTo(texts(after));
  }

  private static List<String> without(List<LineDiff.Line> lines, LineDiff.Kind kind) {
    return lines.stream().filter(line -> line.kind() != kind).map(LineDiff.Line::text).toList();
  }

  private static List<String> texts(List<ConfigLine> lines) {
    return lines.stream().map(ConfigLine::text).toList();
  }
}
