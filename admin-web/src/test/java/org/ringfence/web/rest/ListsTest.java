package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.web.form.InvalidForm;

class ListsTest {
  private static final String LIST =
      """
      [{"id":"1","name":"Front desk","number":101,"state":"A"},
       {"id":"2","name":"Workshop","number":102,"state":"B"},
       {"id":"3","name":"Back desk","number":103,"state":"A"}]
      """;

  private static MultivaluedMap<String, String> asked(String query) {
    MultivaluedMap<String, String> asked = new MultivaluedHashMap<>();
    for (String each : query.split("&", -1)) {
      String[] parts = each.split("=", 2);
      asked.add(parts[0], parts[1]);
    }
    return asked;
  }

  private static String ids(Lists.Part part) {
    return part.text().replaceAll("\"id\":\"(.)\"[^}]*|[^0-9]", "$1");
  }

  @ParameterizedTest
  @CsvSource({
    "q=DESK, 13, ''",
    "q=102, 2, ''",
    "q=nothing, '', ''",
    "state=A, 13, ''",
    "number=103, 3, ''",
    "state=A&q=back, 3, ''",
    "limit=2, 12, 2",
    "limit=2&after=2, 3, ''",
    "state=A&limit=1, 1, 1",
    "state=A&limit=1&after=1, 3, ''",
    "limit=3, 123, ''",
    "after=3, '', ''"
  })
  void aListIsFilteredAndGivenByPages(String query, String ids, String next) {
    Lists.Part part = Lists.of(LIST, asked(query));

    assertThat(ids(part)).isEqualTo(ids);
    assertThat(part.next()).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({"limit=0", "limit=1001", "limit=x", "after=9", "state=B&after=1", "colour=red"})
  void whatMakesNoSenseIsRefusedAtItsName(String query) {
    assertThatThrownBy(() -> Lists.of(LIST, asked(query)))
        .isInstanceOfSatisfying(
            InvalidForm.class,
            refused -> assertThat(asked(query)).containsKey(refused.firstField()));
  }

  @Test
  void whatHasNoIdIsKnownByItsNumberOrElseItsName() {
    String hosts = "[{\"name\":\"east\"},{\"name\":\"west\"}]";
    assertThat(Lists.of(hosts, asked("limit=1")).next()).isEqualTo("east");
    assertThat(Lists.of(hosts, asked("after=east")).text()).isEqualTo("[{\"name\":\"west\"}]");
    assertThat(Lists.of("[{\"number\":7},{\"number\":6}]", asked("limit=1")).next()).isEqualTo("7");
  }

  @Test
  void anEmptyListHasNoFieldsToRefuse() {
    assertThat(Lists.of("[]", asked("colour=red")).text()).isEqualTo("[]");
  }
}
