package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.TenantPbx;

/** Call handling in the generated files. */
class HandlingTest {
  @ParameterizedTest
  @MethodSource("org.ringfence.config.HostileValuesTest#corpus")
  void aNameStandsInCommentsOnly(String text) {
    List<Handling> hostile;
    try {
      hostile = Handlings.everyKind(text);
    } catch (InvalidValue refused) {
      return;
    }

    assertThat(withoutComments(hostile)).isEqualTo(withoutComments(Handlings.everyKind("clean")));
  }

  private static List<String> withoutComments(List<Handling> handlings) {
    return render(handlings).files().stream()
        .flatMap(file -> file.text().lines())
        .filter(line -> !line.startsWith("; "))
        .toList();
  }

  @Test
  void onlyWhatIsUsedIsLoaded() {
    assertThat(modules(List.of())).noneMatch(module -> module.matches("app_(queue|confbridge).*"));
    assertThat(modules(Handlings.everyKind("x"))).contains("app_queue.so", "app_confbridge.so");
  }

  @Test
  void everyObjectsLinesAreKnownAsItsOwn() {
    List<Handling> all = Handlings.everyKind("x");
    ConfigBundle bundle = render(all);
    for (Handling handling : all) {
      assertThat(bundle.linesOf(Source.handling(handling.id())).get("asterisk/extensions.conf"))
          .anyMatch(line -> beginsOne(line.text(), handling));
    }
  }

  /** A context of its own, or, where one context holds all of a kind, an extension. */
  private static boolean beginsOne(String line, Handling handling) {
    return line.equals("[" + handling.sectionName() + "]")
        || line.startsWith("exten => " + handling.id() + ",1,");
  }

  /** What strangers dial never meets a pattern that takes anything. */
  @Test
  void noPatternTakesAnything() {
    for (TenantPbx pbx : Handlings.cases().values()) {
      Stream<String> extens =
          new ConfigGenerator()
              .render(pbx)
              .file("asterisk/extensions.conf")
              .orElseThrow()
              .text()
              .lines()
              .filter(line -> line.startsWith("exten => "))
              .map(line -> line.substring("exten => ".length(), line.indexOf(',')));
      assertThat(extens).noneMatch(exten -> exten.startsWith("_") && exten.matches(".*[.!].*"));
    }
  }

  private static List<String> modules(List<Handling> handlings) {
    return Platform.modules(pbx(handlings));
  }

  private static ConfigBundle render(List<Handling> handlings) {
    return new ConfigGenerator().render(pbx(handlings));
  }

  private static TenantPbx pbx(List<Handling> handlings) {
    return Pbxs.pbx("DE", List.of(), Handlings.PEOPLE)
        .withHandling(SoundHandlings.handling(handlings));
  }
}
