package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsteriskWriterTest {

  @Property
  void whatIsWrittenReadsBackAsItWas(@ForAll("sections") List<Section> sections) {
    List<AsteriskReader.Read> expected =
        sections.stream()
            .map(section -> new AsteriskReader.Read(section.name(), section.options()))
            .toList();

    assertThat(AsteriskReader.read(text(AsteriskWriter.write("Heading", sections))))
        .isEqualTo(expected);
  }

  @Property
  void storedTextGivesTheSameMaskedLinesAgain(@ForAll("sections") List<Section> sections) {
    ConfigFile file = new ConfigFile("asterisk/x.conf", AsteriskWriter.write("Heading", sections));

    assertThat(new ConfigFile(file.name(), AsteriskWriter.lines(file.text())).masked())
        .isEqualTo(file.masked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\rb", "a\0b", "a\tb", "\u0085", "\u2028", "\u2029", "\u007f", "\ud800"})
  void controlCharactersAreRefusedAndNeverCleaned(String value) {
    assertThatThrownBy(() -> text(write(value)))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("U+");
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a ", "\u2003a"})
  void blanksAtTheEndsAreRefusedBecauseAsteriskCutsThemOff(String value) {
    assertThatThrownBy(() -> text(write(value)))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("blank");
  }

  @Test
  void aLineThatAsteriskWouldSplitIsRefused() {
    assertThatThrownBy(() -> text(write("x".repeat(8200))))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a]b", "a b", "a(!)", "a\nb", "-a"})
  void aSectionNameWithAMeaningIsRefused(String name) {
    Section section = Section.named(name, "Comment", Source.pbx()).build();

    assertThatThrownBy(() -> AsteriskWriter.write("Heading", List.of(section)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", "#include", "a b", "a+", ";a"})
  void anOptionNameWithAMeaningIsRefused(String key) {
    Section section = Section.named("x", "Comment", Source.pbx()).with(key, "value").build();

    assertThatThrownBy(() -> AsteriskWriter.write("Heading", List.of(section)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--", "-- [x]", ";--", "--;", "#include x", "[x]", "a = b"})
  void aCommentStaysAComment(String comment) {
    Section section = Section.named("x", comment, Source.pbx()).with("key", "value").build();

    assertThat(AsteriskReader.read(text(AsteriskWriter.write(comment, List.of(section)))))
        .containsExactly(new AsteriskReader.Read("x", List.of(new Option("key", "value"))));
  }

  @Test
  void aSecretIsMaskedInEveryViewForPeople() {
    Section section =
        Section.named("x", "Comment", Source.pbx()).with("password", "swordfish").build();
    ConfigFile file =
        new ConfigFile("asterisk/x.conf", AsteriskWriter.write("Heading", List.of(section)));

    assertThat(file.text()).contains("password = swordfish");
    assertThat(file.masked()).contains("password = ********").doesNotContain("swordfish");
    assertThat(file.lines().toString()).doesNotContain("swordfish");
    assertThat(section.toString()).doesNotContain("swordfish");
  }

  private static List<ConfigLine> write(String value) {
    return AsteriskWriter.write(
        "Heading", List.of(Section.named("x", "Comment", Source.pbx()).with("key", value).build()));
  }

  private static String text(List<ConfigLine> lines) {
    return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
  }

  @Provide
  static Arbitrary<List<Section>> sections() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withChars("abcXYZ019_-")
            .ofMinLength(1)
            .ofMaxLength(12)
            .map(s -> "s" + s);
    Arbitrary<Option> options =
        Combinators.combine(
                Arbitraries.of("context", "match", "callerid", "password", "secret", "x_9"),
                values())
            .as(Option::new);
    return Combinators.combine(names, values(), options.list().ofMaxSize(6))
        .as((name, comment, list) -> new Section(name, comment, Source.pbx(), list))
        .list()
        .ofMaxSize(5);
  }

  /** Mostly the characters that mean something to Asterisk, and some of all others. */
  @Provide
  static Arbitrary<String> values() {
    Arbitrary<String> meaningful =
        Arbitraries.strings().withChars(";-\\[]#=>+!(){}$\"'<>,|&%/ ab").ofMaxLength(24);
    Arbitrary<String> anything =
        Arbitraries.strings()
            .all()
            .ofMaxLength(24)
            .map(
                text ->
                    text.codePoints()
                        .filter(c -> !isRefused(c))
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString());
    return Arbitraries.oneOf(meaningful, anything)
        .map(String::strip)
        .filter(AsteriskWriterTest::ends);
  }

  private static boolean ends(String text) {
    return text.isEmpty() || (text.charAt(0) > ' ' && text.charAt(text.length() - 1) > ' ');
  }

  private static boolean isRefused(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
