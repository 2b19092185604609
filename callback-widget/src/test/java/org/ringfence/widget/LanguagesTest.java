package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of the element, compared with the English ones. */
class LanguagesTest {
  private static final Pattern KEY = Pattern.compile("(?m)(?:^\\s*|\\{ |, )'?([a-z][a-z-]*)'?:");
  private static final Pattern VALUE_FROM_OUTSIDE =
      Pattern.compile("\\$\\{(about\\.[a-z]+|example)\\}");
  private static final Pattern EMPTY = Pattern.compile("(''|``)(?!\\s*\\n\\s*\\})");

  private static final Scripts SCRIPTS = new Scripts();

  static Stream<String> languages() {
    return Pattern.compile("texts-([a-z]{2})\\.js")
        .matcher(source("texts.js"))
        .results()
        .map(found -> found.group(1));
  }

  @Test
  void thereAreEight() {
    assertThat(languages())
        .containsExactlyInAnyOrder("en", "de", "fr", "es", "it", "nl", "tr", "ar");
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aLanguageSaysAllThatEnglishSays(String language) {
    assertThat(keys(words(language))).isEqualTo(keys(words("en")));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aLanguageNamesWhatEnglishNames(String language) {
    assertThat(named(words(language))).isEqualTo(named(words("en")));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void nothingIsLeftEmpty(String language) {
    assertThat(words(language)).doesNotContainPattern(EMPTY);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void theLayoutTurnsForArabicAlone(String language) {
    assertThat(words(language))
        .contains("direction: '" + (language.equals("ar") ? "rtl" : "ltr") + "'");
  }

  private static List<String> keys(String words) {
    return KEY.matcher(words).results().map(found -> found.group(1)).toList();
  }

  private static Set<String> named(String words) {
    return new TreeSet<>(
        VALUE_FROM_OUTSIDE.matcher(words).results().map(MatchResult::group).toList());
  }

  private static String words(String language) {
    String source = source("texts-" + language + ".js");
    return source.substring(source.indexOf("words = {"), source.indexOf("\n};"));
  }

  private static String source(String part) {
    return new String(SCRIPTS.part(part).orElseThrow().plain(), StandardCharsets.UTF_8);
  }
}
