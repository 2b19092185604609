package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  /** Posts that do something to what is there; sent twice they do it once or again. */
  private static final Set<String> CREATING_NOTHING =
      Set.of(
          "extensionsPreview",
          "peopleOptOut",
          "snapshotsRollBack",
          "tenantAct",
          "tenantFirstPassword",
          "trunkExaminationsChange");

  private static final JsonObject DESCRIPTION = OpenApi.describe(new ApiApplication().getClasses());

  private static Stream<JsonObject> operations() {
    return DESCRIPTION.getJsonObject("paths").values().stream()
        .flatMap(path -> path.asJsonObject().values().stream())
        .map(JsonValue::asJsonObject);
  }

  @Test
  void everyEndpointIsDescribed() {
    for (Endpoint endpoint : Endpoint.all(new ApiApplication().getClasses())) {
      assertThat(DESCRIPTION.getJsonObject("paths").getJsonObject(endpoint.plainPath()))
          .as(endpoint.plainPath())
          .containsKey(endpoint.verb());
    }
    assertThat(operations()).hasSizeGreaterThan(30);
  }

  @Test
  void everyOperationHasANameOfItsOwn() {
    assertThat(operations().map(each -> each.getString("operationId"))).doesNotHaveDuplicates();
  }

  @Test
  void everyPlaceholderOfAPathIsAParameter() {
    DESCRIPTION
        .getJsonObject("paths")
        .forEach(
            (path, operations) -> {
              List<String> placeholders =
                  Pattern.compile("\\{([a-zA-Z]+)}")
                      .matcher(path)
                      .results()
                      .map(found -> found.group(1))
                      .toList();
              assertThat(path.chars().filter(c -> c == '{').count()).isEqualTo(placeholders.size());
              operations
                  .asJsonObject()
                  .values()
                  .forEach(
                      operation ->
                          assertThat(names(operation.asJsonObject().getJsonArray("parameters")))
                              .as(path)
                              .containsAll(placeholders));
            });
  }

  private static List<String> names(JsonArray parameters) {
    return parameters.stream().map(each -> each.asJsonObject().getString("name")).toList();
  }

  /** Whoever adds a post says which of both it is. */
  @Test
  void whateverCreatesSomethingDoesItOncePerIdempotencyKey() {
    assertThat(posts())
        .filteredOn(post -> !CREATING_NOTHING.contains(post.getString("operationId")))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            post ->
                assertThat(headers(post))
                    .as(post.getString("operationId"))
                    .contains("Idempotency-Key"));
    assertThat(posts())
        .filteredOn(post -> CREATING_NOTHING.contains(post.getString("operationId")))
        .hasSameSizeAs(CREATING_NOTHING)
        .allSatisfy(post -> assertThat(headers(post)).isEmpty());
  }

  private static List<JsonObject> posts() {
    return DESCRIPTION.getJsonObject("paths").values().stream()
        .map(JsonValue::asJsonObject)
        .filter(path -> path.containsKey("post"))
        .map(path -> path.getJsonObject("post"))
        .toList();
  }

  private static List<String> headers(JsonObject operation) {
    return operation.getJsonArray("parameters").stream()
        .map(JsonValue::asJsonObject)
        .filter(parameter -> parameter.getString("in").equals("header"))
        .map(parameter -> parameter.getString("name"))
        .toList();
  }

  @Test
  void whatIsRefusedIsAProblemWithItsFields() {
    assertThat(operations())
        .allSatisfy(
            operation ->
                assertThat(operation.getJsonObject("responses"))
                    .containsKeys("401", "403", "default"))
        .filteredOn(operation -> operation.containsKey("requestBody"))
        .isNotEmpty()
        .allSatisfy(
            operation ->
                assertThat(operation.getJsonObject("responses")).containsKeys("400", "422"));
  }

  @Test
  void theMembersThatABodyMayHaveAreNamedAndTyped() {
    JsonObject body = schema("NewExtension");
    assertThat(body.getJsonObject("properties")).containsKeys("name", "number", "password");
    assertThat(strings(body.getJsonArray("required"))).containsExactly("number", "name");
    assertThat(body.getBoolean("additionalProperties")).isFalse();
    assertThat(schema("Trunk").getJsonObject("properties").getJsonObject("transport"))
        .isEqualTo(
            Json.createObjectBuilder()
                .add("type", "string")
                .add("enum", Json.createArrayBuilder(List.of("UDP", "TCP", "TLS")))
                .build());
  }

  private static JsonObject schema(String name) {
    return DESCRIPTION.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
  }

  private static List<String> strings(JsonArray list) {
    return list.getValuesAs(JsonString::getString);
  }

  /** A new endpoint without a {@link Described} is not described at all: the build ends there. */
  @Test
  void everyOperationSaysWhatItDoesTakesAndAnswers() {
    assertThat(operations())
        .allSatisfy(
            operation -> {
              String id = operation.getString("operationId");
              assertThat(operation.getString("summary")).as(id).isNotBlank().hasSizeLessThan(90);
              assertThat(operation.getString("description")).as(id).endsWith(".");
              assertThat(successes(operation)).as(id).hasSize(1);
              successes(operation)
                  .forEach((status, response) -> assertAnswer(id, status, response));
              if (operation.containsKey("requestBody")) {
                operation
                    .getJsonObject("requestBody")
                    .getJsonObject("content")
                    .forEach((type, content) -> assertSchema(id, type, content.asJsonObject()));
              }
            });
  }

  private static Map<String, JsonObject> successes(JsonObject operation) {
    Map<String, JsonObject> successes = new TreeMap<>();
    operation
        .getJsonObject("responses")
        .forEach(
            (status, response) -> {
              if (status.startsWith("2")) {
                successes.put(status, response.asJsonObject());
              }
            });
    return successes;
  }

  private static void assertAnswer(String operation, String status, JsonObject response) {
    assertThat(status).as(operation).matches("200|201|202|204");
    if (status.equals("204")) {
      assertThat(response).as(operation).doesNotContainKey("content");
    } else {
      response
          .getJsonObject("content")
          .forEach((type, content) -> assertSchema(operation, type, content.asJsonObject()));
    }
  }

  /** JSON is a named schema, or a list of one. */
  private static void assertSchema(String operation, String type, JsonObject content) {
    JsonObject schema = content.getJsonObject("schema");
    if (type.equals("application/json")) {
      JsonObject one = schema.containsKey("items") ? schema.getJsonObject("items") : schema;
      assertThat(one).as(operation).containsKey("$ref");
    } else {
      assertThat(schema.getString("type")).as(operation).isEqualTo("string");
    }
  }

  @Test
  void whatIsCreatedSaysWhereItIs() {
    assertThat(operations())
        .filteredOn(operation -> successes(operation).containsKey("201"))
        .filteredOn(operation -> !operation.getString("operationId").equals("extensionsAddTable"))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            operation ->
                assertThat(operation.getJsonObject("responses").getJsonObject("201").toString())
                    .as(operation.getString("operationId"))
                    .contains("\"Location\""));
  }

  @Test
  void everySchemaHasTypesThatAClientCanBeMadeFrom() {
    DESCRIPTION
        .getJsonObject("components")
        .getJsonObject("schemas")
        .forEach((name, schema) -> assertTyped(name, schema.asJsonObject()));
  }

  private static void assertTyped(String where, JsonObject schema) {
    if (schema.containsKey("$ref")) {
      assertThat(schema.keySet()).as(where).containsExactly("$ref");
      return;
    }
    assertThat(schema.getString("type", "none"))
        .as(where)
        .isIn("object", "array", "string", "integer", "number", "boolean");
    if (schema.containsKey("enum")) {
      assertThat(strings(schema.getJsonArray("enum"))).as(where).doesNotHaveDuplicates();
      assertThat(schema).as(where).doesNotContainKey("nullable");
    }
    switch (schema.getString("type")) {
      case "array" -> assertTyped(where + "[]", schema.getJsonObject("items"));
      case "object" -> {
        JsonObject properties =
            schema.getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
        assertThat(properties.isEmpty() && !schema.containsKey("additionalProperties"))
            .as(where + " says nothing")
            .isFalse();
        if (schema.containsKey("required")) {
          assertThat(properties.keySet())
              .as(where)
              .containsAll(strings(schema.getJsonArray("required")));
        }
        properties.forEach((name, each) -> assertTyped(where + "." + name, each.asJsonObject()));
      }
      default -> {
        // Plain.
      }
    }
  }

  /** Nothing stands in the components that nobody uses, and no shape is left out of them. */
  @Test
  void everyComponentIsUsed() {
    List<String> references = new ArrayList<>();
    collect(DESCRIPTION, references);
    DESCRIPTION
        .getJsonObject("components")
        .forEach(
            (kind, components) -> {
              if (!kind.equals("securitySchemes")) {
                components
                    .asJsonObject()
                    .keySet()
                    .forEach(
                        name ->
                            assertThat(references).contains("#/components/" + kind + "/" + name));
              }
            });
  }

  @Test
  void everyParameterIsDescribedTypedAndOnceInItsPlace() {
    assertThat(operations())
        .allSatisfy(
            operation -> {
              JsonArray parameters = operation.getJsonArray("parameters");
              assertThat(names(parameters)).doesNotHaveDuplicates();
              for (JsonObject parameter : parameters.getValuesAs(JsonObject.class)) {
                assertThat(parameter.getString("description")).isNotBlank();
                assertThat(parameter.getJsonObject("schema")).containsKey("type");
                assertThat(parameter.getBoolean("required", false))
                    .isEqualTo(parameter.getString("in").equals("path"));
              }
            });
  }

  @Test
  void everyTagIsDeclaredDescribedAndUsed() {
    List<String> declared =
        DESCRIPTION.getJsonArray("tags").getValuesAs(JsonObject.class).stream()
            .peek(tag -> assertThat(tag.getString("description")).endsWith("."))
            .map(tag -> tag.getString("name"))
            .toList();
    assertThat(declared).doesNotHaveDuplicates();
    assertThat(operations().flatMap(each -> strings(each.getJsonArray("tags")).stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  /** Two addresses between which only the names of placeholders differ cannot be told apart. */
  @Test
  void noTwoPathsAreTheSame() {
    assertThat(
            DESCRIPTION.getJsonObject("paths").keySet().stream()
                .map(path -> path.replaceAll("\\{[^}]*}", "{}")))
        .doesNotHaveDuplicates()
        .noneMatch(path -> path.endsWith("/") || path.contains("?"));
  }

  @Test
  void namesOfOperationsAndSchemasMakeGoodNamesInPrograms() {
    assertThat(operations().map(each -> each.getString("operationId")))
        .allMatch(id -> id.matches("[a-z][a-zA-Z]+"));
    assertThat(DESCRIPTION.getJsonObject("components").getJsonObject("schemas").keySet())
        .allMatch(name -> name.matches("[A-Z][a-zA-Z]+"));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    collect(DESCRIPTION, references);
    assertThat(references).isNotEmpty().allSatisfy(OpenApiTest::resolve);
  }

  private static void resolve(String reference) {
    Matcher parts = Pattern.compile("#/components/([a-zA-Z]+)/([a-zA-Z]+)").matcher(reference);
    assertThat(parts.matches()).as(reference).isTrue();
    assertThat(DESCRIPTION.getJsonObject("components").getJsonObject(parts.group(1)))
        .containsKey(parts.group(2));
  }

  private static void collect(JsonValue value, List<String> references) {
    if (value instanceof JsonObject object) {
      object.forEach(
          (name, each) -> {
            if (name.equals("$ref")) {
              references.add(((JsonString) each).getString());
            }
            collect(each, references);
          });
    } else if (value instanceof JsonArray array) {
      array.forEach(each -> collect(each, references));
    }
  }
}
