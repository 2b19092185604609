package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * The description of the API (OpenAPI 3.0), made from the very classes that serve it, so that it
 * cannot lag behind them: addresses from JAX-RS, the rest from {@link Described} and the {@link
 * Named} shapes by which answers are written and requests are read.
 */
final class OpenApi {
  private static final Named PROBLEM = Schemas.named("Problem", List.of());

  private final Map<String, Named> used = new TreeMap<>();
  private final Collection<Class<?>> classes;

  private OpenApi(Collection<Class<?>> classes) {
    this.classes = classes;
    use(PROBLEM);
  }

  static JsonObject describe(Collection<Class<?>> classes) {
    return new OpenApi(classes).describe();
  }

  private JsonObject describe() {
    Map<String, Map<String, List<Endpoint>>> byPath = new TreeMap<>();
    Endpoint.all(classes)
        .forEach(
            endpoint ->
                byPath
                    .computeIfAbsent(endpoint.plainPath(), any -> new TreeMap<>())
                    .computeIfAbsent(endpoint.verb(), any -> new ArrayList<>())
                    .add(endpoint));
    JsonObjectBuilder paths = Json.createObjectBuilder();
    byPath.forEach(
        (path, verbs) -> {
          JsonObjectBuilder operations = Json.createObjectBuilder();
          verbs.forEach((verb, same) -> operations.add(verb, operation(same)));
          paths.add(path, operations);
        });
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
                    "contact",
                    Json.createObjectBuilder().add("name", "Whoever runs this installation"))
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
        .add("tags", tags())
        .add("paths", paths)
        .add("components", components())
        .build();
  }

  private JsonArrayBuilder tags() {
    JsonArrayBuilder tags = Json.createArrayBuilder();
    classes.stream()
        .filter(type -> type.isAnnotationPresent(Path.class))
        .sorted(Comparator.comparing(OpenApi::tag))
        .forEach(
            type ->
                tags.add(
                    Json.createObjectBuilder()
                        .add("name", tag(type))
                        .add("description", about(type))));
    return tags;
  }

  private static String about(Class<?> resource) {
    Described described = resource.getAnnotation(Described.class);
    if (described == null) {
      throw new IllegalStateException(resource + " is not described");
    }
    return described.does();
  }

  /** {@code CallbackPolicyResource} is {@code callback policy}. */
  private static String tag(Class<?> resource) {
    return resource
        .getSimpleName()
        .replaceAll("Resource$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** One operation, though several methods may serve it, each for another type of body. */
  private JsonObjectBuilder operation(List<Endpoint> same) {
    Endpoint endpoint =
        same.stream()
            .filter(each -> each.takes().equals(MediaType.APPLICATION_JSON))
            .findFirst()
            .orElse(same.get(0));
    String does = endpoint.described().does();
    JsonObjectBuilder operation =
        Json.createObjectBuilder()
            .add("operationId", endpoint.id())
            .add("summary", does.replaceAll("[.:;,] .*|\\.$", ""))
            .add("description", does)
            .add("tags", Json.createArrayBuilder().add(tag(endpoint.resource())));
    Map<String, JsonObject> parameters = new LinkedHashMap<>();
    Stream.concat(Stream.of(endpoint), same.stream())
        .forEach(each -> parameters(endpoint.id(), each, parameters));
    JsonArrayBuilder list = Json.createArrayBuilder();
    parameters.values().forEach(list::add);
    operation.add("parameters", list);
    if (endpoint.hasBody()) {
      JsonObjectBuilder content = Json.createObjectBuilder();
      Stream.concat(Stream.of(endpoint), same.stream())
          .distinct()
          .forEach(each -> content.add(each.takes(), media(body(each))));
      operation.add(
          "requestBody", Json.createObjectBuilder().add("required", true).add("content", content));
    }
    return operation.add("responses", responses(endpoint));
  }

  private void parameters(String operation, Endpoint endpoint, Map<String, JsonObject> all) {
    for (Matcher each = Endpoint.PLACEHOLDER.matcher(endpoint.path()); each.find(); ) {
      JsonObject schema = schema(operation, each.group(1));
      if (each.group(2) != null) {
        schema =
            Json.createObjectBuilder(schema)
                .add("enum", Json.createArrayBuilder(List.of(each.group(2).strip().split("\\|"))))
                .build();
      }
      add(all, "path", each.group(1), schema);
    }
    for (Parameter parameter : endpoint.method().getParameters()) {
      QueryParam query = parameter.getAnnotation(QueryParam.class);
      if (query != null) {
        add(all, "query", query.value(), schema(operation, query.value()));
      }
      HeaderParam header = parameter.getAnnotation(HeaderParam.class);
      if (header != null) {
        add(all, "header", header.value(), schema(operation, header.value()));
      }
    }
    List<String> asked = new ArrayList<>(List.of(endpoint.described().asks()));
    if (endpoint.method().isAnnotationPresent(Listed.class)) {
      asked.addAll(List.of(Lists.TEXT, Lists.LIMIT, Lists.AFTER));
    }
    asked.forEach(name -> add(all, "query", name, schema(operation, name)));
    if (endpoint.method().isAnnotationPresent(Listed.class)
        && Schemas.named(endpoint.described().answers(), classes) instanceof Shape<?> shape) {
      shape.filters().forEach((name, schema) -> all.putIfAbsent(name, filter(name, schema)));
    }
    if (endpoint.described().matches()) {
      add(all, "header", "If-Match", schema(operation, "If-Match"));
    }
    if (endpoint.verb().equals("get") && isTagged(endpoint)) {
      add(all, "header", "If-None-Match", schema(operation, "If-None-Match"));
    }
  }

  private static JsonObject schema(String operation, String name) {
    return ApiParameters.of(operation, name)
        .orElseThrow(() -> new IllegalStateException(operation + " has an unknown " + name))
        .schema();
  }

  private static JsonObject filter(String name, JsonObject schema) {
    return parameter(
        "query",
        name,
        Json.createObjectBuilder(schema)
            .add("description", "Only those with this " + name + ".")
            .build());
  }

  private static void add(
      Map<String, JsonObject> all, String where, String name, JsonObject schema) {
    all.putIfAbsent(name, parameter(where, name, schema));
  }

  private static JsonObject parameter(String where, String name, JsonObject schema) {
    JsonObjectBuilder parameter =
        Json.createObjectBuilder()
            .add("name", name)
            .add("in", where)
            .add("description", schema.getString("description"))
            .add(
                "schema",
                Json.createObjectBuilder(schema).remove("description").remove("example").build());
    if (schema.containsKey("example")) {
      parameter.add("example", schema.get("example"));
    }
    if (where.equals("path")) {
      parameter.add("required", true);
    }
    return parameter.build();
  }

  private JsonObject body(Endpoint endpoint) {
    return endpoint.takes().equals(MediaType.APPLICATION_JSON)
        ? reference(endpoint.described().takes())
        : raw(endpoint.takes());
  }

  /** What is no JSON. */
  private static JsonObject raw(String type) {
    JsonObjectBuilder schema = Json.createObjectBuilder().add("type", "string");
    return type.startsWith("text/") ? schema.build() : schema.add("format", "binary").build();
  }

  private JsonObject reference(String name) {
    use(Schemas.named(name, classes));
    return Named.reference(name);
  }

  private void use(Named named) {
    if (used.put(named.name(), named) == null) {
      named.inner().forEach(this::use);
    }
  }

  private JsonObjectBuilder responses(Endpoint endpoint) {
    Described described = endpoint.described();
    JsonObjectBuilder responses =
        Json.createObjectBuilder().add(String.valueOf(described.status()), success(endpoint));
    if (endpoint.verb().equals("get") && isTagged(endpoint)) {
      responses.add(
          "304", Json.createObjectBuilder().add("description", "It is as If-None-Match knows it."));
    }
    Set<Integer> refusals = new TreeSet<>(List.of(401, 403));
    if (endpoint.path().contains("{")) {
      refusals.add(404);
    }
    if (described.matches()) {
      refusals.add(412);
    }
    if (endpoint.hasBody()) {
      refusals.add(400);
      refusals.add(422);
    }
    Arrays.stream(described.refuses()).forEach(refusals::add);
    refusals.forEach(
        status -> responses.add(String.valueOf(status), response(Refusals.name(status))));
    return responses.add("default", response("Problem"));
  }

  private JsonObjectBuilder success(Endpoint endpoint) {
    Described described = endpoint.described();
    JsonObjectBuilder response =
        Json.createObjectBuilder().add("description", Refusals.success(described.status()));
    JsonObjectBuilder headers = Json.createObjectBuilder();
    if (isTagged(endpoint)) {
      headers.add("ETag", header("What is configured, for If-Match."));
    }
    if (described.status() == 201 && !described.list()) {
      headers.add("Location", header("Where it is from now on."));
    }
    if (endpoint.method().isAnnotationPresent(Listed.class)) {
      headers.add("Link", header("The next page, as rel=\"next\"; absent on the last one."));
    }
    if (Arrays.stream(endpoint.method().getParameters())
        .map(parameter -> parameter.getAnnotation(HeaderParam.class))
        .anyMatch(named -> named != null && named.value().equals(Once.HEADER))) {
      headers.add(Once.REPLAYED, header("Whether this answer was given before."));
    }
    JsonObject known = headers.build();
    if (!known.isEmpty()) {
      response.add("headers", known);
    }
    if (described.status() != 204) {
      response.add(
          "content", Json.createObjectBuilder().add(endpoint.answers(), media(answer(endpoint))));
    }
    return response;
  }

  private JsonObject answer(Endpoint endpoint) {
    if (!endpoint.answers().equals(MediaType.APPLICATION_JSON)) {
      return raw(endpoint.answers());
    }
    JsonObject one = reference(endpoint.described().answers());
    return endpoint.described().list()
        ? Json.createObjectBuilder().add("type", "array").add("items", one).build()
        : one;
  }

  /** Whether the answer is one object with an id, to which {@link Etags} gives a tag. */
  private boolean isTagged(Endpoint endpoint) {
    Described described = endpoint.described();
    return List.of("get", "put").contains(endpoint.verb())
        && described.status() == 200
        && !described.list()
        && !described.answers().isEmpty()
        && Schemas.named(described.answers(), classes)
            .definition()
            .getJsonObject("properties")
            .containsKey("id");
  }

  private static JsonObjectBuilder header(String description) {
    return Json.createObjectBuilder()
        .add("description", description)
        .add("schema", Json.createObjectBuilder().add("type", "string"));
  }

  private static JsonObjectBuilder media(JsonObject schema) {
    return Json.createObjectBuilder().add("schema", schema);
  }

  private static JsonObjectBuilder response(String name) {
    return Json.createObjectBuilder().add("$ref", "#/components/responses/" + name);
  }

  private JsonObjectBuilder components() {
    JsonObjectBuilder responses = Json.createObjectBuilder();
    Refusals.ALL.forEach(
        (name, description) ->
            responses.add(
                name,
                Json.createObjectBuilder()
                    .add("description", description)
                    .add(
                        "content",
                        Json.createObjectBuilder()
                            .add(Problems.TYPE, media(Named.reference(PROBLEM.name()))))));
    JsonObjectBuilder schemas = Json.createObjectBuilder();
    used.forEach((name, named) -> schemas.add(name, named.definition()));
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
        .add("schemas", schemas);
  }
}
