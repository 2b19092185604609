package org.ringfence.web.rest;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members that the object in a request may have. {@link Body} refuses any other, so that what
 * is not described is not taken. What they mean is judged by the forms.
 */
final class Fields implements Named {
  private record Field(String name, boolean needed, Kind<?> kind) {}

  private final String name;
  private final String about;
  private final List<Field> fields;

  private Fields(String name, String about, List<Field> fields) {
    this.name = name;
    this.about = about;
    this.fields = fields;
  }

  static Fields of(String name, String about) {
    return new Fields(name, about, List.of());
  }

  /** Texts with these names, none of which is needed. */
  static Fields texts(String name, String about, Collection<String> names) {
    Fields fields = of(name, about);
    for (String each : new TreeSet<>(names)) {
      fields = fields.may(each, Kind.TEXT);
    }
    return fields;
  }

  /** With a member without which the request is refused. */
  Fields must(String member, Kind<?> kind) {
    return plus(new Field(member, true, kind));
  }

  /** With a member that may be left out, or null, which is the same. */
  Fields may(String member, Kind<?> kind) {
    return plus(new Field(member, false, kind));
  }

  private Fields plus(Field field) {
    return new Fields(name, about, Stream.concat(fields.stream(), Stream.of(field)).toList());
  }

  Set<String> names() {
    return fields.stream().map(Field::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JsonObject definition() {
    JsonObjectBuilder properties = Kind.JSON.createObjectBuilder();
    fields.forEach(field -> properties.add(field.name(), schema(field)));
    JsonObjectBuilder schema =
        Kind.JSON.createObjectBuilder().add("type", "object").add("description", about);
    List<String> needed = fields.stream().filter(Field::needed).map(Field::name).toList();
    if (!needed.isEmpty()) {
      schema.add("required", Kind.JSON.createArrayBuilder(needed));
    }
    return schema.add("properties", properties).add("additionalProperties", false).build();
  }

  /** An enum would have to name null, and beside a reference nothing may stand. */
  private static JsonObject schema(Field field) {
    JsonObject schema = field.kind().schema();
    return field.needed() || schema.containsKey("enum") || schema.containsKey("$ref")
        ? schema
        : Kind.JSON.createObjectBuilder(schema).add("nullable", true).build();
  }

  @Override
  public List<Named> inner() {
    return fields.stream().flatMap(field -> field.kind().parts().stream()).toList();
  }
}
