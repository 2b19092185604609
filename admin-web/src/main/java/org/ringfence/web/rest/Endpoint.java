package org.ringfence.web.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One method of the API that answers, with the address it answers at. */
record Endpoint(Class<?> resource, Method method, String verb, String path) {
  /** A placeholder of a path, with what it may be: {@code {id}}, {@code {action: start|stop}}. */
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([^:}]+)(?::\\s*([^}]+))?}");

  /** For example {@code trunksList}. */
  String id() {
    String name = resource.getSimpleName().replaceAll("Resource$", "");
    return name.substring(0, 1).toLowerCase(Locale.ROOT)
        + name.substring(1)
        + method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
        + method.getName().substring(1);
  }

  /** What is said of it. */
  Described described() {
    Described described = method.getAnnotation(Described.class);
    if (described == null) {
      throw new IllegalStateException(method + " is not described");
    }
    return described;
  }

  /** Whether its request has a body: the one parameter that comes from nowhere else. */
  boolean hasBody() {
    return Arrays.stream(method.getParameters())
        .anyMatch(
            parameter ->
                parameter.getAnnotations().length == 0
                    && List.of(String.class, InputStream.class).contains(parameter.getType()));
  }

  /** The media type of its request. */
  String takes() {
    Consumes own = method.getAnnotation(Consumes.class);
    return own == null ? MediaType.APPLICATION_JSON : own.value()[0];
  }

  /** The media type of its answer. */
  String answers() {
    Produces own = method.getAnnotation(Produces.class);
    return own == null ? MediaType.APPLICATION_JSON : own.value()[0];
  }

  /** Without what its placeholders may be. */
  String plainPath() {
    return PLACEHOLDER.matcher(path).replaceAll("{$1}");
  }

  static List<Endpoint> all(Collection<Class<?>> classes) {
    return classes.stream()
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(Endpoint::of)
        .sorted(Comparator.comparing(Endpoint::plainPath).thenComparing(Endpoint::verb))
        .toList();
  }

  private static Stream<Endpoint> of(Class<?> resource) {
    String base = resource.getAnnotation(Path.class).value();
    return Arrays.stream(resource.getMethods())
        .flatMap(
            method ->
                verb(method).stream()
                    .map(verb -> new Endpoint(resource, method, verb, join(base, method))));
  }

  private static Optional<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> type.getAnnotation(HttpMethod.class).value().toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private static String join(String base, Method method) {
    Path path = method.getAnnotation(Path.class);
    String start = base.startsWith("/") ? base : "/" + base;
    return path == null ? start : start + "/" + path.value().replaceAll("^/", "");
  }
}
