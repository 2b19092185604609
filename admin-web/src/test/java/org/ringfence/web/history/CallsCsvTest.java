package org.ringfence.web.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.web.form.InvalidForm;

class CallsCsvTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=cmd|' /C calc'!A0",
        "+49 30 123 and more",
        "-2+3",
        "@SUM(1)",
        "+1+cmd|'x'!A0",
        "\t=1+1",
        "\r=1+1"
      })
  void nothingThatACallerSendsIsAFormula(String hostile) {
    assertThat(CallsCsv.cell(hostile)).matches("\"['A-Za-z0-9 ].*\"");
  }

  @ParameterizedTest
  @CsvSource({"+493012345670", "101", "Ada", "''"})
  void whatIsHarmlessStaysAsItIs(String text) {
    assertThat(CallsCsv.cell(text)).isEqualTo('"' + text + '"');
  }

  @Test
  void quotesAreDoubledAndLinesStayWhole() {
    assertThat(CallsCsv.cell("a \"b\",\r\nc")).isEqualTo("\"a \"\"b\"\",  c\"");
  }

  private static CallQuery query(String name, String value) {
    return HistoryFilter.of(Map.of(name, value)::get).query(50);
  }

  @Test
  void aDayIsMeantAsAWholeInUtc() {
    assertThat(query("from", "2026-11-22").from()).contains(Instant.parse("2026-11-22T00:00:00Z"));
    assertThat(query("to", "2026-11-22").to()).contains(Instant.parse("2026-11-23T00:00:00Z"));
    assertThat(query("to", "2026-11-22T10:15:00Z").to())
        .contains(Instant.parse("2026-11-22T10:15:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "from, yesterday",
    "from, 2026-13-01",
    "to, 2026-11-22Tx",
    "direction, sideways",
    "outcome, x' or 1=1",
    "after, 17",
    "after, 1.not-an-id"
  })
  void whatCannotBeMeantIsRefusedAtItsField(String name, String value) {
    assertThatThrownBy(() -> query(name, value))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo(name));
  }

  @Test
  void anAddressLeadsToTheSameCallsAndToTheirBeginning() {
    HistoryFilter filter =
        HistoryFilter.of(
            Map.of("q", "a&b=c", "after", "5.0b7e3f0a-6c1d-4e2f-9a3b-4c5d6e7f8091")::get);

    assertThat(filter.inAddress()).isEqualTo("q=a%26b%3Dc");
    assertThat(filter.isAny()).isTrue();
    assertThat(filter.query(10).after()).isPresent();
  }
}
