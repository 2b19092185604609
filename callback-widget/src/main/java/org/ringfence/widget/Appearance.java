package org.ringfence.widget;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.Colour;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.WidgetDesign;

/**
 * What the element learns of a widget.
 *
 * @param open whether somebody may be called at once
 * @param slots later times a visitor may choose; empty when none are offered
 * @param example a number as people of the widget's country write it
 * @param others the same of each further country that is called
 * @param language of the visitor, whose words are sent and no others
 */
record Appearance(
    PublishedWidget published,
    WidgetDesign design,
    boolean open,
    List<Instant> slots,
    Optional<String> example,
    Map<Country, String> others,
    String language) {

  /** Leaves out what the element does by itself. */
  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", published.widget().name().value())
            .add("country", published.country().code())
            .add("open", open);
    example.ifPresent(number -> json.add("example", number));
    if (!others.isEmpty()) {
      JsonObjectBuilder countries = Json.createObjectBuilder();
      // In one order: the answer's ETag goes by its bytes.
      others.entrySet().stream()
          .sorted(Comparator.comparing(other -> other.getKey().code()))
          .forEach(other -> countries.add(other.getKey().code(), other.getValue()));
      json.add("countries", countries);
    }
    JsonObject look = look();
    if (!look.isEmpty()) {
      json.add("design", look);
    }
    return json.build();
  }

  private JsonObject look() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    WidgetDesign.Triggers triggers = design.triggers();
    // Whether it floats is said by the page, in which it stands one way or the other.
    if (design.form() == WidgetDesign.Form.OWN) {
      json.add("form", "own");
    }
    text(json, "position", WidgetDesign.word(design.position()), "bottom-end");
    text(json, "theme", WidgetDesign.word(design.theme()), "auto");
    design.accent().ifPresent(colour -> json.add("accent", colour.value()));
    design
        .onAccent()
        .or(() -> design.accent().map(Colour::readable))
        .ifPresent(colour -> json.add("onAccent", colour.value()));
    design.surface().ifPresent(colour -> json.add("surface", colour.value()));
    design
        .text()
        .or(() -> design.surface().map(Colour::readable))
        .ifPresent(colour -> json.add("text", colour.value()));
    number(json, "radius", design.radius(), WidgetDesign.DEFAULT.radius());
    text(json, "ask", WidgetDesign.word(design.name()), "no");
    strings(
        json,
        "departments",
        design.departments().stream().map(WidgetDesign.Department::name).toList());
    if (!slots.isEmpty()) {
      JsonArrayBuilder times = Json.createArrayBuilder();
      slots.forEach(slot -> times.add(slot.getEpochSecond()));
      json.add("times", times);
    }
    text(json, "closed", WidgetDesign.word(design.closed()), "say");
    number(json, "delay", triggers.delay(), 0);
    number(json, "scroll", triggers.scroll(), 0);
    if (triggers.exitIntent()) {
      json.add("exit", true);
    }
    if (triggers.returning()) {
      json.add("returning", true);
    }
    strings(json, "pages", triggers.pages());
    strings(json, "campaigns", triggers.campaigns());
    design
        .consent(language)
        .ifPresent(
            consent ->
                json.add(
                    "consent",
                    Json.createObjectBuilder()
                        .add("text", consent.text())
                        .add("link", consent.link())
                        .add("version", consent.version())));
    JsonObjectBuilder words = Json.createObjectBuilder();
    design.texts(language).forEach(words::add);
    JsonObject texts = words.build();
    if (!texts.isEmpty()) {
      json.add("texts", texts);
    }
    return json.build();
  }

  private static void text(JsonObjectBuilder json, String name, String value, String usual) {
    if (!value.equals(usual)) {
      json.add(name, value);
    }
  }

  private static void number(JsonObjectBuilder json, String name, int value, int usual) {
    if (value != usual) {
      json.add(name, value);
    }
  }

  private static void strings(JsonObjectBuilder json, String name, List<String> values) {
    if (!values.isEmpty()) {
      json.add(name, Json.createArrayBuilder(values));
    }
  }
}
