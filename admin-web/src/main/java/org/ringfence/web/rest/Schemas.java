package org.ringfence.web.rest;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All schemas of the API: the constants of the classes that write answers and read requests. */
final class Schemas {
  private static final List<Class<?>> HOLDERS =
      List.of(
          Shapes.class,
          CallbackShapes.class,
          HostShapes.class,
          KeyShapes.class,
          LaneShapes.class,
          TemplateShapes.class,
          Problems.class);

  private Schemas() {}

  /**
   * The schema of that name.
   *
   * @param resources whose constants count, too
   */
  static Named named(String name, Collection<Class<?>> resources) {
    Named found = all(resources).get(name);
    if (found == null) {
      throw new IllegalStateException("nothing in the API is called \"" + name + "\"");
    }
    return found;
  }

  /** By name. */
  static Map<String, Named> all(Collection<Class<?>> resources) {
    Map<String, Named> all = new TreeMap<>();
    List<Class<?>> holders = new ArrayList<>(HOLDERS);
    holders.addAll(resources);
    for (Class<?> holder : holders) {
      for (Field field : holder.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && Named.class.isAssignableFrom(field.getType())) {
          Named named = read(field);
          Named other = all.put(named.name(), named);
          if (other != null && other != named) {
            throw new IllegalStateException("two things are called " + named.name());
          }
        }
      }
    }
    return all;
  }

  private static Named read(Field field) {
    try {
      field.setAccessible(true);
      return (Named) field.get(null);
    } catch (IllegalAccessException unreadable) {
      throw new IllegalStateException(field + " cannot be read", unreadable);
    }
  }
}
