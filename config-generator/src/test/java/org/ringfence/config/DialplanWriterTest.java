package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialplanWriterTest {
  private static final Section GENERAL =
      Section.named("general", "Every PBX", Source.pbx()).with("static", "yes").build();

  private static final Pattern FIRST = Pattern.compile("([^,]+),1(?:\\(([^)]*)\\))?,(.*)");
  private static final Pattern NEXT = Pattern.compile("n(?:\\(([^)]*)\\))?,(.*)");
  private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\((.*)\\)");

  @Property
  void whatIsWrittenReadsBackAsItWas(@ForAll("contexts") List<Dialplan.Context> contexts) {
    String text =
        DialplanWriter.write("Heading", GENERAL, contexts).stream()
            .map(line -> line.text() + "\n")
            .collect(Collectors.joining());

    assertThat(read(text)).isEqualTo(contexts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",", "(", ")", "[", "]", "$", "{", "}", "&", "|", "^", "\"", "'", "\\", ";", "<", ">", "=",
        "?", ":", "!", "*", "#", " ", "\n", "\r", "\0", "é"
      })
  void dataWithAMeaningInTheDialplanIsRefused(String text) {
    assertThatThrownBy(() -> write("s", step("NoOp", arg(data("a" + text + "b")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_.", "_X.", "_!", "_X!", "", "a,1,System(id)", "a/b", "_[0-9]", "a b"})
  void anExtensionThatMatchesAnythingOrSaysMoreIsRefused(String name) {
    assertThatThrownBy(() -> write(name, step("NoOp")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("org.ringfence.config.GoldenTest#cases")
  void noGeneratedPatternTakesAnyLengthOfInput(String name) {
    assertThat(Extensions.contexts(Pbxs.named(name)))
        .flatExtracting(Dialplan.Context::entries)
        .filteredOn(Dialplan.Entry.Exten.class::isInstance)
        .extracting(entry -> ((Dialplan.Entry.Exten) entry).name())
        .noneMatch(exten -> exten.startsWith("_") && (exten.contains(".") || exten.contains("!")));
  }

  private static void write(String exten, Dialplan.Step step) {
    DialplanWriter.write(
        "Heading",
        GENERAL,
        List.of(
            new Dialplan.ContextBuilder("x", "Comment", Source.pbx()).exten(exten, step).build()));
  }

  /** Comments and sources are not in the text: the contexts compared with have none. */
  private static List<Dialplan.Context> read(String text) {
    List<Dialplan.Context> contexts = new ArrayList<>();
    for (AsteriskReader.Read section : AsteriskReader.read(text)) {
      if (section.section().equals("general")) {
        continue;
      }
      List<Dialplan.Entry> entries = new ArrayList<>();
      for (Option option : section.options()) {
        switch (option.key()) {
          case "include" -> entries.add(new Dialplan.Entry.Include(option.value()));
          case "exten" -> {
            Matcher exten = matched(FIRST, option.value());
            entries.add(exten(exten.group(1), List.of(read(exten.group(2), exten.group(3)))));
          }
          case "same" -> {
            Matcher next = matched(NEXT, option.value());
            Dialplan.Entry.Exten before = (Dialplan.Entry.Exten) entries.remove(entries.size() - 1);
            List<Dialplan.Step> steps = new ArrayList<>(before.steps());
            steps.add(read(next.group(1), next.group(2)));
            entries.add(exten(before.name(), steps));
          }
          default -> throw new IllegalStateException("unknown directive " + option.key());
        }
      }
      contexts.add(new Dialplan.Context(section.section(), "", Source.pbx(), entries));
    }
    return contexts;
  }

  private static Dialplan.Entry.Exten exten(String name, List<Dialplan.Step> steps) {
    return new Dialplan.Entry.Exten(name, "", Source.pbx(), steps);
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.matches()).as(text).isTrue();
    return matcher;
  }

  private static Dialplan.Step read(@Nullable String label, String call) {
    Matcher parts = matched(CALL, call);
    return new Dialplan.Step(Optional.ofNullable(label), parts.group(1), arguments(parts.group(2)));
  }

  /** Splits at the commas that are not within brackets. */
  private static List<Dialplan.Argument> arguments(String text) {
    List<Dialplan.Argument> arguments = new ArrayList<>();
    if (text.isEmpty()) {
      return arguments;
    }
    int depth = 0;
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        arguments.add(argument(text.substring(begin, i)));
        begin = i + 1;
      }
    }
    return arguments;
  }

  private static Dialplan.Argument argument(String text) {
    return arg(text.matches("[A-Za-z0-9+_.@/-]*") ? data(text) : code(text));
  }

  @Provide
  static Arbitrary<List<Dialplan.Context>> contexts() {
    Arbitrary<String> words =
        Arbitraries.strings().withChars("abcdefghij").ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> extens =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .withChars("+0123456789XNZ")
                .ofMinLength(1)
                .ofMaxLength(15)
                .map(s -> "_" + s),
            Arbitraries.strings().withChars("0123456789").ofMinLength(1).ofMaxLength(15),
            words);
    Arbitrary<Dialplan.Argument> arguments =
        Arbitraries.oneOf(
                Arbitraries.strings().withChars("aZ09+_.@/-").ofMinLength(1).ofMaxLength(12),
                Arbitraries.of(
                    "${EXTEN:1}",
                    "$[\"${A}\" = \"B,C\"]?d:e",
                    "X=${FILTER(0-9,${Y})}",
                    "b(trunk-leg^s^1)"))
            .map(DialplanWriterTest::argument);
    Arbitrary<Dialplan.Step> steps =
        Combinators.combine(
                words.optional(),
                Arbitraries.of("Dial", "Goto", "Set", "Hangup"),
                arguments.list().ofMaxSize(4))
            .as(Dialplan.Step::new);
    Arbitrary<Dialplan.Entry> entries =
        Arbitraries.oneOf(
            words.map(Dialplan.Entry.Include::new),
            Combinators.combine(extens, steps.list().ofMinSize(1).ofMaxSize(4))
                .as(DialplanWriterTest::exten));
    return Combinators.combine(words, entries.list().ofMaxSize(5))
        .as((name, list) -> new Dialplan.Context("c" + name, "", Source.pbx(), list))
        .list()
        .ofMaxSize(4);
  }
}
