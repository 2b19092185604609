package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.NUMBER;
import static org.ringfence.web.rest.Kind.OBJECT;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ringfence.web.form.InvalidForm;

/**
 * The JSON object in a request, read member by member as text, so that the API's fields pass
 * through the same forms as the pages'.
 */
final class Body {
  private final JsonObject json;

  private Body(JsonObject json) {
    this.json = json;
  }

  /**
   * Reads an object that may have these members and no other, so that a typing error is noticed.
   */
  static Body of(String text, Fields fields) {
    return of(text, fields.names());
  }

  /** The same for what depends on the request. */
  static Body of(String text, Set<String> members) {
    JsonObject json;
    try (var reader = Json.createReader(new StringReader(text))) {
      json = reader.readObject();
    } catch (JsonException malformed) {
      throw Problems.malformed("The body is not a JSON object.");
    }
    Set<String> unknown = new TreeSet<>(json.keySet());
    unknown.removeAll(members);
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new InvalidForm(
          Map.of(
              first,
              "There is no field "
                  + first
                  + ". Known are "
                  + String.join(", ", new TreeSet<>(members))
                  + "."));
    }
    return new Body(json);
  }

  /** Whether the member is there, be it null. */
  boolean has(String member) {
    return json.containsKey(member);
  }

  /** Empty when it is not there. Lists become lines. */
  String text(String member) {
    return text(member, "");
  }

  String text(String member, String otherwise) {
    JsonValue value = json.getOrDefault(member, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return otherwise;
    }
    if (value instanceof JsonString string) {
      return string.getString();
    }
    if (value instanceof JsonNumber number) {
      return number.toString();
    }
    if (value instanceof JsonArray list && list.stream().allMatch(JsonString.class::isInstance)) {
      return list.getValuesAs(JsonString::getString).stream().collect(Collectors.joining("\n"));
    }
    throw new InvalidForm(Map.of(member, "The field " + member + " must be text."));
  }

  /** The members of an object as text; empty when it is not there. */
  Map<String, String> texts(String member, Set<String> members) {
    JsonValue value = json.getOrDefault(member, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return Map.of();
    }
    if (!(value instanceof JsonObject object)) {
      throw new InvalidForm(Map.of(member, "The field " + member + " must be an object."));
    }
    Body inner = of(object.toString(), members);
    Map<String, String> texts = new TreeMap<>();
    object.keySet().forEach(name -> texts.put(name, inner.text(name)));
    return texts;
  }

  /** As {@link #text(String)}, and true and false are those words. */
  String plain(String member) {
    JsonValue value = json.getOrDefault(member, JsonValue.NULL);
    return value == JsonValue.TRUE || value == JsonValue.FALSE ? value.toString() : text(member);
  }

  boolean flag(String member, boolean otherwise) {
    JsonValue value = json.getOrDefault(member, JsonValue.NULL);
    return switch (value.getValueType()) {
      case NULL -> otherwise;
      case TRUE -> true;
      case FALSE -> false;
      case ARRAY, OBJECT, STRING, NUMBER ->
          throw new InvalidForm(Map.of(member, "The field " + member + " must be true or false."));
    };
  }
}
