package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The description of the API (OpenAPI 3.0), made from the very classes that serve it, so that it
 * cannot lag behind them. What the classes do not say, it does not claim: answers are objects
 * without a list of their fields, and the success of a change is any status of 200 to 299.
 */
final class OpenApi {
  /** A placeholder of a path, with what it may be: {@code {id}}, {@code {action: start|stop}}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^:}]+)(?::\\s*([^}]+))?}");

  private static final Pattern WORDS = Pattern.compile("[a-z-]+(\\|[a-z-]+)+");
  private static final String JSON = "application/json";

  private OpenApi() {}

  /** One method that answers, with the address it answers at. */
  record Endpoint(Class<?> resource, Method method, String verb, String path) {
    /** For example {@code trunksList}. */
    String id() {
      String name = resource.getSimpleName().replaceAll("Resource$", "");
      return name.substring(0, 1).toLowerCase(Locale.ROOT)
          + name.substring(1)
          + method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
          + method.getName().substring(1);
    }

    /** Without what its placeholders may be. */
    String plainPath() {
      return PLACEHOLDER.matcher(path).replaceAll("{$1}");
    }
  }

  static List<Endpoint> endpoints(Collection<Class<?>> classes) {
    return classes.stream()
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(OpenApi::endpoints)
        .sorted(Comparator.comparing(Endpoint::plainPath).thenComparing(Endpoint::verb))
        .toList();
  }

  private static Stream<Endpoint> endpoints(Class<?> resource) {
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

  static JsonObject describe(Collection<Class<?>> classes) {
    Map<String, JsonObjectBuilder> byPath = new TreeMap<>();
    for (Endpoint endpoint : endpoints(classes)) {
      byPath
          .computeIfAbsent(endpoint.plainPath(), any -> Json.createObjectBuilder())
          .add(endpoint.verb(), operation(endpoint));
    }
    JsonObjectBuilder paths = Json.createObjectBuilder();
    byPath.forEach(paths::add);
    return Json.createObjectBuilder()
        .add("openapi", "3.0.3")
        .add(
            "info",
            Json.createObjectBuilder()
                .add("title", "Ringfence")
                .add("version", "1")
                .add(
                    "description",
                    "Tenants, their telephone systems and their callbacks. docs/api.md says what"
                        + " each field means.")
                .add(
                    "license",
                    Json.createObjectBuilder()
                        .add("name", "Apache-2.0")
                        .add("url", "https://www.apache.org/licenses/LICENSE-2.0")))
        .add(
            "servers",
            Json.createArrayBuilder().add(Json.createObjectBuilder().add("url", "/api/v1")))
        .add(
            "security",
            Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("bearer", Json.createArrayBuilder())))
        .add("tags", tags(classes))
        .add("paths", paths)
        .add("components", components())
        .build();
  }

  private static JsonArrayBuilder tags(Collection<Class<?>> classes) {
    JsonArrayBuilder tags = Json.createArrayBuilder();
    endpoints(classes).stream()
        .map(endpoint -> tag(endpoint.resource()))
        .distinct()
        .sorted()
        .forEach(tag -> tags.add(Json.createObjectBuilder().add("name", tag)));
    return tags;
  }

  /** {@code CallbackPolicyResource} is {@code callback policy}. */
  private static String tag(Class<?> resource) {
    return resource
        .getSimpleName()
        .replaceAll("Resource$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static JsonObjectBuilder operation(Endpoint endpoint) {
    JsonObjectBuilder operation =
        Json.createObjectBuilder()
            .add("operationId", endpoint.id())
            .add("summary", tag(endpoint.resource()) + ": " + words(endpoint.method().getName()))
            .add("tags", Json.createArrayBuilder().add(tag(endpoint.resource())))
            .add("parameters", parameters(endpoint));
    if (hasBody(endpoint.method())) {
      operation.add(
          "requestBody",
          Json.createObjectBuilder().add("required", true).add("content", body(endpoint)));
    }
    return operation.add("responses", responses(endpoint));
  }

  private static String words(String methodName) {
    return methodName.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static JsonArrayBuilder parameters(Endpoint endpoint) {
    JsonArrayBuilder parameters = Json.createArrayBuilder();
    for (Matcher each = PLACEHOLDER.matcher(endpoint.path()); each.find(); ) {
      parameters.add(
          Json.createObjectBuilder()
              .add("name", each.group(1))
              .add("in", "path")
              .add("required", true)
              .add("schema", schema(each.group(2) == null ? "" : each.group(2).strip())));
    }
    for (Parameter parameter : endpoint.method().getParameters()) {
      QueryParam query = parameter.getAnnotation(QueryParam.class);
      if (query != null) {
        parameters.add(
            Json.createObjectBuilder()
                .add("name", query.value())
                .add("in", "query")
                .add("schema", schema("")));
      }
      HeaderParam header = parameter.getAnnotation(HeaderParam.class);
      if (header != null) {
        parameters.add(header(header.value()));
      }
    }
    if (endpoint.method().isAnnotationPresent(Listed.class)) {
      for (String name : List.of(Lists.TEXT, Lists.LIMIT, Lists.AFTER)) {
        parameters.add(
            Json.createObjectBuilder()
                .add("name", name)
                .add("in", "query")
                .add("schema", schema("")));
      }
    }
    return parameters;
  }

  private static JsonObjectBuilder header(String name) {
    JsonObjectBuilder header = Json.createObjectBuilder().add("name", name).add("in", "header");
    return name.equals(Once.HEADER)
        ? header
            .add(
                "description",
                "The same key with the same request, within a day, gets the same answer and creates"
                    + " nothing.")
            .add("schema", schema("[A-Za-z0-9-]{16,64}"))
        : header.add("schema", schema(""));
  }

  /** Text, or what a pattern allows. */
  private static JsonObjectBuilder schema(String pattern) {
    JsonObjectBuilder schema = Json.createObjectBuilder().add("type", "string");
    if (WORDS.matcher(pattern).matches()) {
      schema.add("enum", Json.createArrayBuilder(List.of(pattern.split("\\|"))));
    } else if (!pattern.isEmpty()) {
      schema.add("pattern", "^" + pattern + "$");
    }
    return schema;
  }

  /** The one parameter that comes from nowhere else. */
  private static boolean hasBody(Method method) {
    return Arrays.stream(method.getParameters())
        .anyMatch(
            parameter ->
                parameter.getAnnotations().length == 0 && parameter.getType() == String.class);
  }

  private static JsonObjectBuilder body(Endpoint endpoint) {
    Consumes own = endpoint.method().getAnnotation(Consumes.class);
    return own == null || own.value()[0].equals(JSON)
        ? content(JSON, body(endpoint.resource()))
        : content(own.value()[0], schema(""));
  }

  /** The members that the resource knows, where it says so; it refuses any other. */
  private static JsonObjectBuilder body(Class<?> resource) {
    Set<String> members = members(resource);
    JsonObjectBuilder properties = Json.createObjectBuilder();
    members.forEach(member -> properties.add(member, Json.createObjectBuilder()));
    JsonObjectBuilder schema = Json.createObjectBuilder().add("type", "object");
    return members.isEmpty()
        ? schema
        : schema.add("properties", properties).add("additionalProperties", false);
  }

  private static Set<String> members(Class<?> resource) {
    for (Field field : resource.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getName().equals("FIELDS")) {
        try {
          field.setAccessible(true);
          return field.get(null) instanceof Set<?> set
              ? set.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new))
              : Set.of();
        } catch (IllegalAccessException unreadable) {
          throw new IllegalStateException(resource + " hides its fields", unreadable);
        }
      }
    }
    return Set.of();
  }

  private static JsonObjectBuilder responses(Endpoint endpoint) {
    JsonObjectBuilder responses = Json.createObjectBuilder();
    if (endpoint.verb().equals("get")) {
      responses.add(
          "200",
          Json.createObjectBuilder()
              .add("description", "What was asked for.")
              .add("content", content(type(endpoint.method()), Json.createObjectBuilder())));
    } else {
      responses.add("2XX", Json.createObjectBuilder().add("description", "Done, or accepted."));
    }
    responses.add("401", reference("responses", "Unauthorized"));
    responses.add("403", reference("responses", "Forbidden"));
    if (endpoint.path().contains("{")) {
      responses.add("404", reference("responses", "NotFound"));
    }
    if (hasBody(endpoint.method())) {
      responses.add("400", reference("responses", "Malformed"));
      responses.add("422", reference("responses", "Refused"));
    }
    return responses.add("default", reference("responses", "Problem"));
  }

  private static String type(Method method) {
    Produces own = method.getAnnotation(Produces.class);
    return own == null ? JSON : own.value()[0];
  }

  private static JsonObjectBuilder content(String type, JsonObjectBuilder schema) {
    return Json.createObjectBuilder().add(type, Json.createObjectBuilder().add("schema", schema));
  }

  private static JsonObjectBuilder reference(String kind, String name) {
    return Json.createObjectBuilder().add("$ref", "#/components/" + kind + "/" + name);
  }

  private static JsonObjectBuilder components() {
    JsonObjectBuilder responses = Json.createObjectBuilder();
    Map.of(
            "Unauthorized", "No token, or one that is not valid here or no longer.",
            "Forbidden", "The caller's roles do not allow it.",
            "NotFound", "There is no such thing here, or it is not the caller's.",
            "Malformed", "The body is not a JSON object.",
            "Refused", "Fields were refused; each says why and what would be right.",
            "Problem", "Anything else that went wrong.")
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            response ->
                responses.add(
                    response.getKey(),
                    Json.createObjectBuilder()
                        .add("description", response.getValue())
                        .add(
                            "content",
                            content("application/problem+json", reference("schemas", "Problem")))));
    return Json.createObjectBuilder()
        .add(
            "securitySchemes",
            Json.createObjectBuilder()
                .add(
                    "bearer",
                    Json.createObjectBuilder()
                        .add("type", "http")
                        .add("scheme", "bearer")
                        .add("bearerFormat", "JWT")
                        .add("description", "A token of Keycloak for the portal, or an API key.")))
        .add("responses", responses)
        .add("schemas", Json.createObjectBuilder().add("Problem", problem()));
  }

  /** RFC 9457, with the fields that {@link Problems} adds. */
  private static JsonObjectBuilder problem() {
    JsonObjectBuilder text = Json.createObjectBuilder().add("type", "string");
    JsonObject string = text.build();
    return Json.createObjectBuilder()
        .add("type", "object")
        .add("required", Json.createArrayBuilder(List.of("type", "title", "status", "detail")))
        .add(
            "properties",
            Json.createObjectBuilder()
                .add("type", Json.createObjectBuilder(string).add("format", "uri-reference"))
                .add("title", string)
                .add("status", Json.createObjectBuilder().add("type", "integer"))
                .add("detail", string)
                .add("field", string)
                .add(
                    "errors",
                    Json.createObjectBuilder()
                        .add("type", "array")
                        .add(
                            "items",
                            Json.createObjectBuilder()
                                .add("type", "object")
                                .add(
                                    "properties",
                                    Json.createObjectBuilder()
                                        .add("field", string)
                                        .add("detail", string)))));
  }
}
