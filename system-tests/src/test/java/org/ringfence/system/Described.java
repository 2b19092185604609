package org.ringfence.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The description of the API that an instance serves, and whether its answers are as it says: the
 * status, the media type, and of JSON every member. More than is described is wrong, too.
 */
final class Described {
  private final JsonObject description;

  Described(String openApi) {
    description = JsonParser.parseString(openApi).getAsJsonObject();
  }

  /**
   * What is wrong with an answer; empty for nothing.
   *
   * @param path below {@code /api/v1}, perhaps with a query
   */
  List<String> wrong(String method, String path, int status, String type, String body) {
    Optional<JsonObject> operation = operation(method, path.replaceAll("\\?.*$", ""));
    if (operation.isEmpty()) {
      // What nobody describes must not be there.
      return status == 404 || status == 405 || status == 401 || status == 403
          ? List.of()
          : List.of(method + " " + path + " is not described and answered " + status);
    }
    JsonObject responses = operation.get().getAsJsonObject("responses");
    String key = String.valueOf(status);
    if (status < 400 && !responses.has(key)) {
      return List.of("the status " + status + " is not described");
    }
    JsonObject response = resolved(responses.getAsJsonObject(responses.has(key) ? key : "default"));
    if (!response.has("content")) {
      return body.isEmpty() ? List.of() : List.of("no body is described, but there is " + body);
    }
    Map<String, JsonElement> contents = response.getAsJsonObject("content").asMap();
    String plain = type.replaceAll(";.*$", "").strip();
    if (!contents.containsKey(plain)) {
      // The server refuses some requests before the application sees them.
      return status >= 400 && !plain.endsWith("json")
          ? List.of()
          : List.of("the media type \"" + type + "\" is not one of " + contents.keySet());
    }
    if (!plain.endsWith("json")) {
      return List.of();
    }
    List<String> wrong = new ArrayList<>();
    try {
      check(
          JsonParser.parseString(body),
          contents.get(plain).getAsJsonObject().getAsJsonObject("schema"),
          "answer",
          wrong);
    } catch (JsonParseException malformed) {
      wrong.add("it is no JSON: " + body);
    }
    return wrong;
  }

  /** A path without placeholders goes before one with them. */
  private Optional<JsonObject> operation(String method, String path) {
    Optional<JsonObject> found = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<String, JsonElement> each :
        description.getAsJsonObject("paths").asMap().entrySet()) {
      JsonElement operation =
          each.getValue().getAsJsonObject().get(method.toLowerCase(Locale.ROOT));
      int placeholders = each.getKey().split("\\{", -1).length;
      if (operation != null && placeholders < fewest && fits(each.getKey(), operation, path)) {
        found = Optional.of(operation.getAsJsonObject());
        fewest = placeholders;
      }
    }
    return found;
  }

  private static boolean fits(String template, JsonElement operation, String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int at = 0; at < wanted.length; at++) {
      boolean placeholder = wanted[at].startsWith("{");
      if (placeholder
          ? !allows(operation, wanted[at].replaceAll("[{}]", ""), given[at])
          : !wanted[at].equals(given[at])) {
        return false;
      }
    }
    return true;
  }

  /** Placeholders for words stand for these words alone. */
  private static boolean allows(JsonElement operation, String name, String value) {
    for (JsonElement each : operation.getAsJsonObject().getAsJsonArray("parameters")) {
      JsonObject parameter = each.getAsJsonObject();
      if (parameter.get("name").getAsString().equals(name)
          && parameter.get("in").getAsString().equals("path")
          && name.equals("action")) {
        return parameter
            .getAsJsonObject("schema")
            .getAsJsonArray("enum")
            .contains(new JsonPrimitive(value));
      }
    }
    return !value.isEmpty();
  }

  private JsonObject resolved(JsonObject object) {
    if (!object.has("$ref")) {
      return object;
    }
    JsonObject target = description;
    for (String step : object.get("$ref").getAsString().substring(2).split("/", -1)) {
      target = target.getAsJsonObject(step);
    }
    return target;
  }

  private void check(JsonElement value, JsonObject given, String where, List<String> wrong) {
    JsonObject schema = resolved(given);
    if (value.isJsonNull()) {
      if (!schema.has("nullable")) {
        wrong.add(where + " is null");
      }
      return;
    }
    switch (schema.get("type").getAsString()) {
      case "object" -> {
        if (value instanceof JsonObject object) {
          object(object, schema, where, wrong);
        } else {
          wrong.add(where + " is no object: " + value);
        }
      }
      case "array" -> {
        if (value instanceof JsonArray list) {
          for (int at = 0; at < list.size(); at++) {
            check(list.get(at), schema.getAsJsonObject("items"), where + "[" + at + "]", wrong);
          }
        } else {
          wrong.add(where + " is no list: " + value);
        }
      }
      default -> {
        if (!(value instanceof JsonPrimitive primitive) || !is(primitive, schema)) {
          wrong.add(where + " is not as in " + schema + ": " + value);
        }
      }
    }
  }

  private void object(JsonObject object, JsonObject schema, String where, List<String> wrong) {
    if (schema.has("required")) {
      for (JsonElement needed : schema.getAsJsonArray("required")) {
        if (!object.has(needed.getAsString())) {
          wrong.add(where + " has no " + needed);
        }
      }
    }
    JsonObject known =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    JsonElement others = schema.get("additionalProperties");
    object
        .asMap()
        .forEach(
            (name, value) -> {
              String member = where + "." + name;
              if (known.has(name)) {
                check(value, known.getAsJsonObject(name), member, wrong);
              } else if (others instanceof JsonObject any) {
                check(value, any, member, wrong);
              } else if (others == null || !others.getAsBoolean()) {
                wrong.add(member + " is not described");
              }
            });
  }

  private static boolean is(JsonPrimitive value, JsonObject schema) {
    if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value)) {
      return false;
    }
    return switch (schema.get("type").getAsString()) {
      case "string" -> value.isString() && isFormatted(value.getAsString(), schema);
      case "integer" ->
          value.isNumber() && new BigDecimal(value.getAsString()).stripTrailingZeros().scale() <= 0;
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }

  private static boolean isFormatted(String text, JsonObject schema) {
    try {
      switch (schema.has("format") ? schema.get("format").getAsString() : "") {
        case "uuid" -> UUID.fromString(text);
        case "date-time" -> Instant.parse(text);
        default -> {
          // Any text.
        }
      }
      return true;
    } catch (IllegalArgumentException | DateTimeParseException malformed) {
      return false;
    }
  }
}
