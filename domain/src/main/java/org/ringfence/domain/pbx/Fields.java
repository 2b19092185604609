package org.ringfence.domain.pbx;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;

/**
 * Reads text fields as domain values and collects every refusal. A refused field gives a stand-in,
 * which nobody sees: {@link #whole} throws before anything is made of it.
 */
final class Fields {
  private final Map<String, String> fields;
  private final Map<String, String> defaults;
  private final Map<String, String> refused = new LinkedHashMap<>();

  /**
   * @param defaults what an empty field, or one that is not there, stands for
   */
  Fields(Map<String, String> fields, Map<String, String> defaults) {
    this.fields = fields;
    this.defaults = defaults;
  }

  private String text(String field) {
    String given = Objects.requireNonNullElse(fields.get(field), "");
    return given.isBlank() ? Objects.requireNonNullElse(defaults.get(field), "") : given;
  }

  private <T> T read(String field, T standIn, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidValue sentence) {
      refused.putIfAbsent(
          field, Objects.requireNonNullElse(sentence.getMessage(), "This is not possible."));
      return standIn;
    }
  }

  DisplayName name() {
    return read("name", new DisplayName("-"), () -> new DisplayName(text("name")));
  }

  Optional<ExtensionNumber> number() {
    return read(
        "number",
        Optional.empty(),
        () ->
            text("number").isBlank()
                ? Optional.empty()
                : Optional.of(new ExtensionNumber(text("number"))));
  }

  int number(String field, String what, int least, int most) {
    return read(
        field,
        least,
        () -> {
          String text = Text.trimmed(what, text(field));
          int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
          if (number < least || number > most) {
            throw new InvalidValue(what + " is a whole number from " + least + " to " + most + ".");
          }
          return number;
        });
  }

  <E extends Enum<E>> E choice(String field, Class<E> type) {
    return read(
        field,
        type.getEnumConstants()[0],
        () -> {
          String text = text(field).strip();
          return Stream.of(type.getEnumConstants())
              .filter(each -> word(each).equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidValue(
                          "Please choose one of "
                              + Stream.of(type.getEnumConstants())
                                  .map(Fields::word)
                                  .collect(Collectors.joining(", "))
                              + "."));
        });
  }

  /** How a choice is written: {@code in-order}. */
  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean flag(String field) {
    return read(
        field,
        false,
        () ->
            switch (text(field)) {
              case "true" -> true;
              case "false", "" -> false;
              default -> throw new InvalidValue("This is either true or false.");
            });
  }

  Destination destination(String field) {
    return read(
        field,
        Destination.end(Destination.Ending.REFUSE),
        () -> Destination.parse(text(field).strip()));
  }

  /** Extensions, one id a line, each once. */
  List<ExtensionId> members() {
    return read(
        "members",
        List.of(),
        () -> {
          LinkedHashSet<ExtensionId> members =
              lines("members")
                  .map(ExtensionId::parse)
                  .collect(Collectors.toCollection(LinkedHashSet::new));
          if (members.isEmpty()) {
            throw new InvalidValue("Please choose at least one extension.");
          }
          if (members.size() > 50) {
            throw new InvalidValue("At most 50 extensions are possible here.");
          }
          return List.copyOf(members);
        });
  }

  static String lines(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  <T> List<T> list(String field, int most, Function<String, T> parse) {
    return read(
        field,
        List.of(),
        () -> {
          List<T> values = lines(field).map(parse).toList();
          if (values.size() > most) {
            throw new InvalidValue("At most " + most + " lines are possible here.");
          }
          return values;
        });
  }

  <T> T value(String field, T otherwise, Function<String, T> parse) {
    return read(
        field,
        otherwise,
        () -> text(field).isBlank() ? otherwise : parse.apply(text(field).strip()));
  }

  /** A value that cannot be left out: an empty text is for {@code parse} to refuse. */
  <T> T required(String field, T standIn, Function<String, T> parse) {
    return read(field, standIn, () -> parse.apply(text(field).strip()));
  }

  /** A sound of the tenant's library. */
  Optional<SoundId> sound(String field) {
    return value(field, Optional.empty(), text -> Optional.of(SoundId.parse(text)));
  }

  /** A rule over several fields; its refusal stands at one of them. */
  void check(String field, Runnable rule) {
    read(
        field,
        true,
        () -> {
          rule.run();
          return true;
        });
  }

  static String id(Optional<?> id) {
    return id.map(Object::toString).orElse("");
  }

  /** Words separated by blanks, commas or semicolons, each once. */
  <T> List<T> words(String field, Function<String, T> parse) {
    return read(
        field,
        List.of(),
        () ->
            Stream.of(text(field).split("[\\s,;]+", -1))
                .filter(word -> !word.isEmpty())
                .map(parse)
                .distinct()
                .toList());
  }

  private Stream<String> lines(String field) {
    return text(field).lines().map(String::strip).filter(line -> !line.isEmpty());
  }

  /** To be called when every field is read. */
  <T> T whole(Supplier<T> object) {
    if (!refused.isEmpty()) {
      throw new InvalidFields(refused);
    }
    return object.get();
  }
}
