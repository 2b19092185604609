package org.ringfence.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.web.trunk.TrunkForm;

class TextsTest {
  private static final Path BUNDLES = Path.of("src/main/resources/org/ringfence/web");
  private static final Path PAGES = Path.of("src/main/webapp/WEB-INF");
  private static final Pattern KEY = Pattern.compile("'([a-z][A-Za-z0-9-]*\\.[A-Za-z0-9._-]*)'");
  private static final Pattern LOOK_UP = Pattern.compile("msg\\[[^\\]]*\\]");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

  private final Properties english = read("messages.properties");
  private final Properties german = read("messages_de.properties");

  private static Properties read(String name) {
    Properties texts = new Properties();
    try (Reader reader = Files.newBufferedReader(BUNDLES.resolve(name), StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(PAGES)) {
      return files.filter(file -> file.toString().endsWith(".xhtml")).toList();
    }
  }

  @Test
  void everyTextIsThereInBothLanguages() {
    assertThat(german.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    assertThat(english.values()).noneMatch(text -> text.toString().isBlank());
    assertThat(german.values()).noneMatch(text -> text.toString().isBlank());
  }

  @Test
  void bothLanguagesHaveTheSamePlaceholdersAndTheirQuotesAreDoubledWhereTheyMustBe() {
    for (String key : english.stringPropertyNames()) {
      String one = english.getProperty(key);
      String other = german.getProperty(key);
      assertThat(placeholders(other)).as(key).isEqualTo(placeholders(one));
      if (!placeholders(one).isEmpty()) {
        for (String text : List.of(one, other)) {
          assertThat(new MessageFormat(text).format(new Object[] {"X", "Y", "Z", "W"}))
              .as(key)
              .contains("X")
              .doesNotContain("{");
        }
      }
    }
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyTextAPageAsksForIsThere() throws IOException {
    for (Path page : pages()) {
      String source = Files.readString(page);
      for (MatchResult lookUp : LOOK_UP.matcher(source).results().toList()) {
        for (MatchResult key : KEY.matcher(lookUp.group()).results().toList()) {
          String wanted = key.group(1);
          assertThat(isKnown(wanted)).as("%s in %s", wanted, page).isTrue();
        }
      }
    }
  }

  /** A key, or the beginning of keys that a state completes. */
  private boolean isKnown(String wanted) {
    return wanted.endsWith(".") ? isPrefix(wanted) : english.containsKey(wanted);
  }

  private boolean isPrefix(String beginning) {
    return english.stringPropertyNames().stream().anyMatch(key -> key.startsWith(beginning));
  }

  @Test
  void noPageHasScriptsOrStylesInIt() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readString(page))
          .as(page.toString())
          .doesNotContainPattern("<script|<style|\\sstyle=|\\son[a-z]+=\"(?!ringfenceLive)")
          .doesNotContain("escape=\"false\"");
    }
  }

  @Test
  void everyStateHasAWord() {
    List<Class<? extends Enum<?>>> states =
        List.of(
            org.ringfence.domain.host.Host.State.class,
            org.ringfence.domain.host.Host.Wish.class,
            org.ringfence.web.host.Hosts.Action.class,
            org.ringfence.domain.machine.VmStage.class,
            org.ringfence.domain.pbx.TrunkStatus.State.class,
            org.ringfence.domain.callback.CallbackState.class,
            org.ringfence.domain.callback.AttemptState.class,
            org.ringfence.domain.revision.RevisionState.class,
            org.ringfence.domain.pbx.NumberFormat.class,
            org.ringfence.domain.callback.Leg.Party.class);
    List<String> prefixes =
        List.of(
            "host.state.",
            "host.wish.",
            "host.",
            "stage.",
            "trunk.state.",
            "callback.state.",
            "call.state.",
            "revision.state.",
            "trunk.format.",
            "call.leg.");
    for (int i = 0; i < states.size(); i++) {
      for (Enum<?> state : states.get(i).getEnumConstants()) {
        assertThat(english).containsKey(prefixes.get(i) + state.name());
      }
    }
  }

  @Test
  void everyTrunkSettingAndEachOfItsChoicesHasAWord() {
    for (String setting : TrunkSettings.names()) {
      assertThat(english).containsKeys("trunk." + setting, "trunk." + setting + ".help");
    }
    TrunkForm.CHOICES.forEach(
        (setting, choices) ->
            choices.forEach(
                choice -> assertThat(english).containsKey("trunk." + setting + "." + choice)));
  }
}
