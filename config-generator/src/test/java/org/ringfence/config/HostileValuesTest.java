package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkSettings;

/** What a person may type freely changes a value in one place, and nothing else. */
class HostileValuesTest {
  private static final List<String> SEEDS =
      List.of(
          ";",
          "\\;",
          "\\\\;",
          ";--",
          "--;",
          ";-- x --;",
          "[",
          "]",
          "[general]",
          "[x](!)",
          "(+)",
          "#include x",
          "#tryinclude \"x\"",
          "#exec id",
          "=",
          "=>",
          "+=",
          "exten => s,1,Hangup()",
          "same => n,System(id)",
          "include => phones",
          ",",
          ",,",
          "|",
          "&",
          "^",
          "\"",
          "\"\"",
          "\\\"",
          "'",
          "`id`",
          "$(id)",
          "${SHELL(id)}",
          "${CALLERID(num)}",
          "$[1+1]",
          "$",
          "{",
          "}",
          "%s%s%n",
          "%00",
          "%0a",
          "\\n",
          "\\r\\n",
          "\\x0a",
          "\\",
          "\\\\",
          "<",
          ">",
          "<>",
          "\" <911>",
          "<sip:x@y>",
          "a;b;c",
          "type = transport",
          "password = x",
          "_X.",
          "_.",
          "!",
          "s",
          "i",
          "h",
          "\u202e",
          "\u2066",
          "\u200b",
          "\ufeff",
          "\u00a0",
          "\u00ad",
          "é",
          "北京",
          "📞",
          "\uD83D",
          "\u0000",
          "\n",
          "\r",
          "\t",
          "\u0085",
          "\u2028",
          "\u001b[31m",
          "\u007f");

  private static final List<String> FRAMES = List.of("%s", "a%s", "%sb", "a %s b", "%s%s%s");

  /** Every seed in every frame, and texts of extreme length. */
  static Stream<String> corpus() {
    Stream<String> framed =
        SEEDS.stream().flatMap(seed -> FRAMES.stream().map(frame -> frame.replace("%s", seed)));
    return Stream.concat(
        framed, Stream.of("x".repeat(80), "\"".repeat(80), "\\".repeat(80), "x".repeat(65536)));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void aFreeTextChangesNoSectionNoKeyAndNoContext(String text) {
    changesOnlyValues(text);
  }

  @Property
  void noTextAtAllChangesSectionsKeysOrContexts(@ForAll("texts") String text) {
    changesOnlyValues(text);
  }

  @Provide
  static Arbitrary<String> texts() {
    return AsteriskWriterTest.values();
  }

  private static void changesOnlyValues(String text) {
    Map<String, List<String>> clean = structure(Pbxs.named("registration-trunk"));
    for (TenantPbx hostile : everywhere(text)) {
      assertThat(structure(hostile)).isEqualTo(clean);
    }
  }

  /** One PBX per field that takes the text; fields whose type refuses it give none. */
  private static List<TenantPbx> everywhere(String text) {
    List<TenantPbx> pbxs = new ArrayList<>();
    Trunk trunk = Pbxs.registrationTrunk(1);
    attempt(() -> Pbxs.pbx("DE", List.of(trunk), List.of(Pbxs.extension(101, text))))
        .ifPresent(pbxs::add);
    attempt(() -> Pbxs.pbx("DE", List.of(Pbxs.named(trunk, text)), List.of(Pbxs.extension(101))))
        .ifPresent(pbxs::add);
    attempt(
            () ->
                Pbxs.pbx(
                    "DE",
                    List.of(Pbxs.with(trunk, Pbxs.account(text, "x"))),
                    List.of(Pbxs.extension(101))))
        .ifPresent(pbxs::add);
    attempt(
            () ->
                Pbxs.pbx(
                    "DE",
                    List.of(
                        Pbxs.with(trunk, new TrunkAccess.Registration("acme", new Secret(text)))),
                    List.of(Pbxs.extension(101))))
        .filter(HostileValuesTest::isRenderable)
        .ifPresent(pbxs::add);
    return pbxs;
  }

  /**
   * Every setting of a trunk takes the text or refuses it, and no line is added by what it says.
   */
  @ParameterizedTest
  @MethodSource("corpus")
  void aSettingOfATrunkAddsNoLineThatItsHarmlessValueWouldNot(String text) {
    for (String setting : List.of("contactUser", "accountUser", "fromUser", "fromDomain")) {
      Trunk trunk = Pbxs.registrationTrunk(1);
      attempt(() -> trunk.with(TrunkSettings.of(Map.of(setting, text))))
          .ifPresent(
              hostile ->
                  assertThat(structure(Pbxs.pbx("DE", List.of(hostile), List.of())))
                      .as(setting)
                      .isEqualTo(
                          structure(
                              Pbxs.pbx(
                                  "DE",
                                  List.of(
                                      text.isBlank()
                                          ? trunk
                                          : trunk.with(
                                              TrunkSettings.of(Map.of(setting, "harmless")))),
                                  List.of()))));
    }
    for (String setting : TrunkSettings.names()) {
      attempt(() -> Pbxs.registrationTrunk(1).with(TrunkSettings.of(Map.of(setting, text))))
          .ifPresent(
              hostile ->
                  assertThat(structure(Pbxs.pbx("DE", List.of(hostile), List.of())).keySet())
                      .as(setting)
                      .contains("asterisk/pjsip.conf"));
    }
  }

  private static boolean isRenderable(TenantPbx pbx) {
    try {
      return !new ConfigGenerator().render(pbx).files().isEmpty();
    } catch (UnrenderableConfig blanksAtTheEnds) {
      return false;
    }
  }

  private static <T> Optional<T> attempt(Supplier<T> pbx) {
    try {
      return Optional.of(pbx.get());
    } catch (InvalidValue refused) {
      return Optional.empty();
    }
  }

  /** Per file: section names and keys in order; of a dialplan also what each line begins with. */
  private static Map<String, List<String>> structure(TenantPbx pbx) {
    Map<String, List<String>> structure = new TreeMap<>();
    for (ConfigFile file : new ConfigGenerator().render(pbx).files()) {
      if (file.name().equals("verify")) {
        structure.put("verify", List.of(file.text()));
        continue;
      }
      List<String> names = new ArrayList<>();
      for (AsteriskReader.Read section : AsteriskReader.read(file.text())) {
        names.add("[" + section.section() + "]");
        for (Option option : section.options()) {
          boolean dialplan = file.name().endsWith("extensions.conf");
          // The account is the one extension of the dialplan that a tenant chooses, if it is one.
          if (!dialplan) {
            names.add(option.key());
          } else if (!option.value().matches("[A-Za-z0-9+][A-Za-z0-9+._~-]*,1,Goto\\(s,1\\)")) {
            names.add(option.key() + option.value());
          }
        }
      }
      structure.put(file.name(), names);
    }
    return structure;
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void aDisplayNameReachesThePhoneAsItIs(String text) {
    attempt(() -> Pbxs.pbx("DE", List.of(), List.of(Pbxs.extension(101, text))))
        .ifPresent(
            pbx -> {
              String callerId =
                  AsteriskReader.read(
                          new ConfigGenerator()
                              .render(pbx)
                              .file("asterisk/pjsip_phones.conf")
                              .orElseThrow()
                              .text())
                      .stream()
                      .flatMap(section -> section.options().stream())
                      .filter(option -> option.key().equals("callerid"))
                      .findFirst()
                      .orElseThrow()
                      .value();

              // Asterisk keeps 79 bytes.
              String name = new DisplayName(text).value();
              assertThat(unquoted(callerId))
                  .isEqualTo(name.substring(0, Math.min(name.length(), 79)));
            });
  }

  /** As ast_callerid_parse does: between the first quote and the one before the last "<". */
  private static String unquoted(String callerId) {
    String quoted = callerId.substring(0, callerId.lastIndexOf('<')).strip();
    assertThat(quoted).startsWith("\"").endsWith("\"");
    StringBuilder name = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      if (quoted.charAt(i) == '\\') {
        i++;
      }
      name.append(quoted.charAt(i));
    }
    return name.toString();
  }
}
