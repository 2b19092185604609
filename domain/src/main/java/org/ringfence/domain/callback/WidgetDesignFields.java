package org.ringfence.domain.callback;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.WidgetDesign.Ask;
import org.ringfence.domain.callback.WidgetDesign.Closed;
import org.ringfence.domain.callback.WidgetDesign.Department;
import org.ringfence.domain.callback.WidgetDesign.Form;
import org.ringfence.domain.callback.WidgetDesign.Position;
import org.ringfence.domain.callback.WidgetDesign.Theme;
import org.ringfence.domain.callback.WidgetDesign.Triggers;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.InvalidFields;
import org.ringfence.domain.tenant.EmailAddress;

/** Reads a design's text fields and collects every refusal. */
final class WidgetDesignFields {
  private final Map<String, String> fields;
  private final Map<String, String> defaults = WidgetDesign.DEFAULT.written();
  private final Map<String, String> refused = new LinkedHashMap<>();

  WidgetDesignFields(Map<String, String> fields) {
    this.fields = fields;
  }

  WidgetDesign design() {
    requireKnown();
    Optional<Colour> accent = colour("accent");
    Optional<Colour> onAccent = colour("onAccent");
    Optional<Colour> surface = colour("surface");
    Optional<Colour> text = colour("text");
    check("onAccent", () -> readable(onAccent, accent));
    check("text", () -> readable(text, surface));
    Triggers triggers =
        new Triggers(
            number("delay", "The delay", 3600),
            number("scroll", "The part of the page", 100),
            flag("exitIntent"),
            flag("returning"),
            list("pages", 50, Triggers::page),
            list("campaigns", 50, Triggers::campaign));
    List<Department> departments = list("departments", 20, Department::parse);
    check(
        "departments",
        () -> {
          if (departments.stream().map(Department::name).distinct().count() != departments.size()) {
            throw new InvalidValue(
                "Two departments have the same name. Please name them differently.");
          }
        });
    Form form = choice("kind", Form.class);
    Position position = choice("position", Position.class);
    Theme theme = choice("theme", Theme.class);
    int radius = number("radius", "The radius", 28);
    Ask name = choice("name", Ask.class);
    boolean times = flag("times");
    boolean anyHour = flag("anyHour");
    Hours.Zone zone = read("zone", WidgetDesign.DEFAULT.zone(), () -> new Hours.Zone(get("zone")));
    List<Hours.Opening> hours = list("hours", 50, Hours.Opening::parse);
    Closed closed = choice("closed", Closed.class);
    String link =
        read(
            "consentLink",
            "",
            () -> get("consentLink").isBlank() ? "" : WidgetDesign.link(get("consentLink")));
    Optional<EmailAddress> leadsTo =
        read(
            "leadsTo",
            Optional.empty(),
            () ->
                get("leadsTo").isBlank()
                    ? Optional.empty()
                    : Optional.of(new EmailAddress(get("leadsTo"))));
    Map<String, Map<String, String>> texts = texts();
    if (!refused.isEmpty()) {
      throw new InvalidFields(refused);
    }
    return new WidgetDesign(
        form,
        position,
        theme,
        accent,
        onAccent,
        surface,
        text,
        radius,
        name,
        departments,
        times,
        anyHour,
        zone,
        hours,
        closed,
        link,
        leadsTo,
        triggers,
        texts);
  }

  private void requireKnown() {
    Set<String> unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(WidgetDesign.FIELDS);
    unknown.removeIf(field -> textNames().anyMatch(field::equals));
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new InvalidFields(Map.of(first, "A design has no field " + first + "."));
    }
  }

  private static Stream<String> textNames() {
    return WidgetDesign.LANGUAGES.stream()
        .flatMap(
            language -> WidgetDesign.TEXTS.stream().map(key -> "text." + language + "." + key));
  }

  private Map<String, Map<String, String>> texts() {
    Map<String, Map<String, String>> texts = new TreeMap<>();
    for (String language : WidgetDesign.LANGUAGES) {
      Map<String, String> words = new TreeMap<>();
      for (String key : WidgetDesign.TEXTS) {
        String field = "text." + language + "." + key;
        if (!get(field).isBlank()) {
          words.put(key, read(field, "", () -> WidgetDesign.said(key, get(field))));
        }
      }
      if (!words.isEmpty()) {
        texts.put(language, words);
      }
    }
    return texts;
  }

  private static void readable(Optional<Colour> text, Optional<Colour> ground) {
    if (text.isPresent() != ground.isPresent() && text.isPresent()) {
      throw new InvalidValue("Please choose the colour of the ground, too.");
    }
    if (text.isPresent() && ground.isPresent()) {
      WidgetDesign.requireReadable(text.get(), ground.get());
    }
  }

  private String get(String field) {
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

  private void check(String field, Runnable rule) {
    read(
        field,
        true,
        () -> {
          rule.run();
          return true;
        });
  }

  private Optional<Colour> colour(String field) {
    return read(
        field,
        Optional.empty(),
        () -> get(field).isBlank() ? Optional.empty() : Optional.of(new Colour(get(field))));
  }

  private int number(String field, String what, int most) {
    return read(
        field,
        0,
        () -> {
          String text = get(field).strip();
          int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
          if (number < 0 || number > most) {
            throw new InvalidValue(what + " is a whole number from 0 to " + most + ".");
          }
          return number;
        });
  }

  private <E extends Enum<E>> E choice(String field, Class<E> type) {
    return read(
        field,
        type.getEnumConstants()[0],
        () ->
            Stream.of(type.getEnumConstants())
                .filter(each -> WidgetDesign.word(each).equals(get(field).strip()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new InvalidValue(
                            "Please choose one of "
                                + Stream.of(type.getEnumConstants())
                                    .map(WidgetDesign::word)
                                    .collect(Collectors.joining(", "))
                                + ".")));
  }

  private boolean flag(String field) {
    return read(
        field,
        false,
        () ->
            switch (get(field).strip()) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new InvalidValue("This is either true or false.");
            });
  }

  private <T> List<T> list(String field, int most, Function<String, T> parse) {
    return read(
        field,
        List.of(),
        () -> {
          List<String> lines =
              Arrays.stream(get(field).split("\\R", -1))
                  .map(String::strip)
                  .filter(line -> !line.isEmpty())
                  .toList();
          if (lines.size() > most) {
            throw new InvalidValue("These are more than " + most + " lines. Please remove some.");
          }
          return lines.stream().map(parse).toList();
        });
  }
}
