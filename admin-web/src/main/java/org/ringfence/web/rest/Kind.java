package org.ringfence.web.rest;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A kind of JSON value: what it may be, in the words of OpenAPI 3.0, and how a value of ours is
 * written as one. Both stand in one place, so that no answer differs from its description.
 */
interface Kind<V> {
  /** Looked up once: {@code Json} looks for its implementation each time. */
  JsonProvider JSON = JsonProvider.provider();

  /** What its own text form says. */
  Kind<Object> TEXT = of(type("string"), value -> JSON.createValue(value.toString()));

  Kind<Object> ID = of(type("string", "uuid"), value -> JSON.createValue(value.toString()));

  /** ISO 8601 in UTC. */
  Kind<Instant> MOMENT =
      of(type("string", "date-time"), value -> JSON.createValue(value.toString()));

  Kind<Integer> INTEGER = of(type("integer", "int32"), JSON::createValue);
  Kind<Long> LONG = of(type("integer", "int64"), JSON::createValue);

  /** An amount of money, exact. */
  Kind<BigDecimal> AMOUNT = of(type("number"), JSON::createValue);

  Kind<Double> NUMBER = of(type("number", "double"), JSON::createValue);

  Kind<Boolean> FLAG = of(type("boolean"), value -> value ? JsonValue.TRUE : JsonValue.FALSE);

  /** An object of which nothing is known here. */
  Kind<JsonObject> OBJECT =
      of(
          JSON.createObjectBuilder(type("object")).add("additionalProperties", true).build(),
          value -> value);

  /** Its schema, or the reference to it. */
  JsonObject schema();

  JsonValue write(V value);

  /** The schemas with a name that its own refers to. */
  default List<Named> parts() {
    return List.of();
  }

  /** The same, with what a value means. */
  default Kind<V> about(String description) {
    return of(
        JSON.createObjectBuilder(schema()).add("description", description).build(),
        parts(),
        this::write);
  }

  /** The same, with a value as it may be. */
  default Kind<V> like(V example) {
    return of(
        JSON.createObjectBuilder(schema()).add("example", write(example)).build(),
        parts(),
        this::write);
  }

  /** The constants of an enum, by their names. */
  static <E extends Enum<E>> Kind<E> word(Class<E> type) {
    return of(
        words(Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()),
        value -> JSON.createValue(value.name()));
  }

  /** One of these words. */
  static Kind<Object> oneOf(String... words) {
    return of(words(List.of(words)), value -> JSON.createValue(value.toString()));
  }

  static <V> Kind<Collection<? extends V>> list(Kind<V> each) {
    return of(
        JSON.createObjectBuilder().add("type", "array").add("items", each.schema()).build(),
        each.parts(),
        values -> {
          JsonArrayBuilder list = JSON.createArrayBuilder();
          values.forEach(value -> list.add(each.write(value)));
          return list.build();
        });
  }

  /** An object whose members have any names. */
  static <V> Kind<Map<String, ? extends V>> map(Kind<V> each) {
    return of(
        JSON.createObjectBuilder()
            .add("type", "object")
            .add("additionalProperties", each.schema())
            .build(),
        each.parts(),
        values -> {
          JsonObjectBuilder object = JSON.createObjectBuilder();
          new TreeMap<String, V>(values)
              .forEach((name, value) -> object.add(name, each.write(value)));
          return object.build();
        });
  }

  private static JsonObject words(List<String> words) {
    return JSON.createObjectBuilder()
        .add("type", "string")
        .add("enum", JSON.createArrayBuilder(words))
        .build();
  }

  private static JsonObject type(String type) {
    return JSON.createObjectBuilder().add("type", type).build();
  }

  private static JsonObject type(String type, String format) {
    return JSON.createObjectBuilder().add("type", type).add("format", format).build();
  }

  private static <V> Kind<V> of(JsonObject schema, Function<V, JsonValue> write) {
    return of(schema, List.of(), write);
  }

  private static <V> Kind<V> of(
      JsonObject schema, List<Named> parts, Function<V, JsonValue> write) {
    return new Kind<>() {
      @Override
      public JsonObject schema() {
        return schema;
      }

      @Override
      public JsonValue write(V value) {
        return write.apply(value);
      }

      @Override
      public List<Named> parts() {
        return parts;
      }
    };
  }
}
