package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ringfence.web.rest.OpenApi.Endpoint;

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
    for (Endpoint endpoint : OpenApi.endpoints(new ApiApplication().getClasses())) {
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
  void theMembersThatABodyMayHaveAreNamed() {
    JsonObject body =
        DESCRIPTION
            .getJsonObject("paths")
            .getJsonObject("/tenants/{slug}/extensions")
            .getJsonObject("post")
            .getJsonObject("requestBody")
            .getJsonObject("content")
            .getJsonObject("application/json")
            .getJsonObject("schema");
    assertThat(body.getJsonObject("properties")).containsKeys("name", "number", "password");
    assertThat(body.getBoolean("additionalProperties")).isFalse();
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
