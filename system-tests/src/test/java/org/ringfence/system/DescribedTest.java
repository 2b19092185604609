package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescribedTest {
  private static final Described API =
      new Described(
          """
          {"paths":{
            "/things":{"get":{"parameters":[],"responses":{"200":{"description":"","content":{"application/json":
              {"schema":{"type":"array","items":{"$ref":"#/components/schemas/Thing"}}}}}}}},
            "/things/{id}":{
              "get":{"parameters":[],"responses":{"200":{"description":"","content":{"application/json":
                {"schema":{"$ref":"#/components/schemas/Thing"}}}}}},
              "delete":{"parameters":[],"responses":{"204":{"description":""}}}}},
           "components":{"schemas":{"Thing":{"type":"object","required":["id"],"properties":{
             "id":{"type":"string","format":"uuid"},"many":{"type":"integer"},"on":{"type":"boolean"},
             "state":{"type":"string","enum":["UP","DOWN"]},"at":{"type":"string","format":"date-time"}}}}}}
          """);
  private static final String ID = "\"id\":\"00000000-0000-0000-0000-000000000001\"";

  private static List<String> get(String body) {
    return API.wrong("GET", "/things/1", 200, "application/json;charset=UTF-8", body);
  }

  @Test
  void what_is_as_described_is_right() {
    assertThat(get("{" + ID + ",\"many\":3,\"on\":true,\"state\":\"UP\"}")).isEmpty();
    assertThat(get("{" + ID + ",\"at\":\"2026-11-30T11:00:00.5Z\"}")).isEmpty();
    assertThat(API.wrong("GET", "/things?q=a", 200, "application/json", "[{" + ID + "}]"))
        .isEmpty();
    assertThat(API.wrong("DELETE", "/things/1", 204, "", "")).isEmpty();
    assertThat(API.wrong("GET", "/nothing", 404, "application/problem+json", "{}")).isEmpty();
  }

  @Test
  void a_member_that_is_unknown_missing_or_of_another_type_is_wrong() {
    assertThat(get("{" + ID + ",\"colour\":\"red\"}"))
        .containsExactly("answer.colour is not described");
    assertThat(get("{}")).containsExactly("answer has no \"id\"");
    for (String wrong :
        List.of(
            "\"many\":\"3\"",
            "\"many\":1.5",
            "\"on\":\"true\"",
            "\"state\":\"SIDEWAYS\"",
            "\"at\":\"today\"",
            "\"many\":null",
            "\"many\":[]")) {
      assertThat(get("{" + ID + "," + wrong + "}")).as(wrong).hasSize(1);
    }
    assertThat(get("{\"id\":\"one\"}")).hasSize(1);
    assertThat(get("[]")).hasSize(1);
  }

  @Test
  void a_status_a_type_or_a_body_that_is_not_described_is_wrong() {
    assertThat(API.wrong("GET", "/things/1", 202, "application/json", "{}")).hasSize(1);
    assertThat(API.wrong("GET", "/things/1", 200, "text/html", "<p>")).hasSize(1);
    assertThat(API.wrong("DELETE", "/things/1", 204, "", "{}")).hasSize(1);
    assertThat(API.wrong("PUT", "/things/1", 200, "application/json", "{}")).hasSize(1);
  }
}
