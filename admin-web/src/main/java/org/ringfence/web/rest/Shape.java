package org.ringfence.web.rest;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a thing looks in answers of the API: its members, of which each says in one place its name,
 * what it may be and where it comes from. Answers are written from it and described from it.
 */
final class Shape<T> implements Kind<T>, Named {
  /**
   * @param always whether every such object has it
   */
  private record Member<T>(
      String name, boolean always, Kind<?> kind, Function<T, Optional<JsonValue>> value) {}

  private final String name;
  private final String about;
  private final List<Member<T>> members;

  private Shape(String name, String about, List<Member<T>> members) {
    this.name = name;
    this.about = about;
    this.members = members;
  }

  static <T> Shape<T> of(String name, String about) {
    return new Shape<>(name, about, List.of());
  }

  /** An object of texts with these names, which need not all be there. */
  static Shape<Map<String, String>> texts(String name, String about, Collection<String> names) {
    Shape<Map<String, String>> shape = of(name, about);
    for (String each : new TreeSet<>(names)) {
      shape = shape.perhaps(each, TEXT, texts -> Optional.ofNullable(texts.get(each)));
    }
    return shape;
  }

  /** With a member that is always there. */
  <V> Shape<T> with(String member, Kind<V> kind, Function<? super T, ? extends V> value) {
    return plus(
        new Member<>(member, true, kind, thing -> Optional.of(kind.write(value.apply(thing)))));
  }

  /** With a member that is left out where there is nothing to say. */
  <V> Shape<T> perhaps(
      String member, Kind<V> kind, Function<? super T, ? extends Optional<? extends V>> value) {
    return plus(
        new Member<>(
            member, false, kind, thing -> value.apply(thing).map(each -> kind.write(each))));
  }

  private Shape<T> plus(Member<T> member) {
    return new Shape<>(name, about, Stream.concat(members.stream(), Stream.of(member)).toList());
  }

  /** The shape of something that has all members of what is in it, and may get more. */
  <U> Shape<U> in(String newName, String newAbout, Function<? super U, ? extends T> inner) {
    List<Member<U>> same = new ArrayList<>();
    for (Member<T> member : members) {
      same.add(
          new Member<>(
              member.name(),
              member.always(),
              member.kind(),
              outer -> member.value().apply(inner.apply(outer))));
    }
    return new Shape<>(newName, newAbout, List.copyOf(same));
  }

  /** The shape of what may not be there, and then has one member alone. */
  Shape<Optional<T>> orOnly(String newName, String newAbout, String member, String text) {
    List<Member<Optional<T>>> same = new ArrayList<>();
    for (Member<T> each : members) {
      boolean stays = each.name().equals(member);
      same.add(
          new Member<>(
              each.name(),
              stays,
              each.kind(),
              thing ->
                  thing.isEmpty() && stays
                      ? Optional.of(JSON.createValue(text))
                      : thing.flatMap(each.value())));
    }
    return new Shape<>(newName, newAbout, List.copyOf(same));
  }

  @Override
  public JsonObject write(T thing) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    members.forEach(
        member -> member.value().apply(thing).ifPresent(value -> json.add(member.name(), value)));
    return json.build();
  }

  JsonArray list(Collection<? extends T> things) {
    return Kind.list(this).write(things).asJsonArray();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public JsonObject schema() {
    return Named.reference(name);
  }

  /** Itself, for whoever refers to it. */
  @Override
  public List<Named> parts() {
    return List.of(this);
  }

  /** What it refers to. */
  @Override
  public List<Named> inner() {
    return members.stream().flatMap(member -> member.kind().parts().stream()).toList();
  }

  /** The members by which a list of such things can be filtered, and what they may be. */
  Map<String, JsonObject> filters() {
    Map<String, JsonObject> filters = new LinkedHashMap<>();
    for (Member<T> member : members) {
      JsonObject schema = member.kind().schema();
      String type = schema.getString("type", "object");
      if (member.always()
          && !member.name().equals("id")
          && !List.of("array", "object").contains(type)) {
        filters.put(member.name(), schema);
      }
    }
    return filters;
  }

  @Override
  public JsonObject definition() {
    JsonObjectBuilder properties = JSON.createObjectBuilder();
    members.forEach(member -> properties.add(member.name(), member.kind().schema()));
    JsonObjectBuilder schema =
        JSON.createObjectBuilder().add("type", "object").add("description", about);
    List<String> always = members.stream().filter(Member::always).map(Member::name).toList();
    if (!always.isEmpty()) {
      schema.add("required", JSON.createArrayBuilder(always));
    }
    return schema.add("properties", properties).build();
  }
}
