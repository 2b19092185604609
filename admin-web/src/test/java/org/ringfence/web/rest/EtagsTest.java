package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtagsTest {
  private static JsonObject trunk(String host, String state) {
    return Json.createObjectBuilder()
        .add("id", "1")
        .add("host", host)
        .add("status", Json.createObjectBuilder().add("state", state))
        .build();
  }

  @Test
  void aTagChangesWithWhatIsConfiguredAndNotWithWhatHappens() {
    String tag = Etags.of(trunk("a.example", "REGISTERED"));

    assertThat(Etags.of(trunk("a.example", "REFUSED"))).isEqualTo(tag);
    assertThat(Etags.of(trunk("b.example", "REGISTERED"))).isNotEqualTo(tag);
    assertThat(tag).matches("\"[0-9a-f]{32}\"");
  }

  @Test
  void theOrderOfMembersDoesNotCount() {
    JsonObject one = Json.createObjectBuilder().add("id", "1").add("a", 1).add("b", 2).build();
    JsonObject other = Json.createObjectBuilder().add("b", 2).add("a", 1).add("id", "1").build();

    assertThat(Etags.of(one)).isEqualTo(Etags.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "null",
      quoteCharacter = '|',
      value = {"null;false", "\"a\";true", "\"b\", \"a\";true", "*;true", "\"b\";false", "a;false"})
  void aHeaderNamesOneOfSeveralTagsOrAny(String header, boolean named) {
    assertThat(Etags.names(header, "\"a\"")).isEqualTo(named);
  }
}
