package org.ringfence.web.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.history.CallsCsv;

class LeadsCsvTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

  private static String line(String hostile) {
    CallbackId id = CallbackId.random();
    Lead lead =
        new Lead(
            new CallbackRequest(
                id,
                TenantId.random(),
                WidgetId.random(),
                new ExtensionNumber("101"),
                new E164("+4930123456"),
                "0123456789abcdef",
                hostile,
                CallbackState.FAILED,
                hostile,
                NOW,
                NOW),
            new LeadDetails(
                id,
                hostile,
                hostile,
                hostile,
                Map.of("source", hostile, "term", hostile),
                Optional.of(new LeadDetails.Consent(hostile, "", "abc", NOW))),
            hostile);
    StringBuilder out = new StringBuilder();
    try {
      CallsCsv.line(out, LeadsCsv.cells(lead));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"https://evil.example\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "\r\n=1+1",
        "a\",=1+1,\"",
      })
  void noCellIsAFormula(String hostile) {
    String line = line(hostile);

    assertThat(line.lines()).hasSize(1);
    assertThat(cells(line))
        .hasSize(19)
        .allSatisfy(
            cell ->
                assertThat(cell.matches("\\+[0-9]+") ? "" : cell).doesNotContainPattern("^[=+@-]"));
  }

  /** What stands between the quotes, as a spreadsheet reads it. */
  private static List<String> cells(String line) {
    return Pattern.compile("\"((?:[^\"]|\"\")*)\"(?:,|\\r\\n)")
        .matcher(line)
        .results()
        .map(cell -> cell.group(1).replace("\"\"", "\""))
        .toList();
  }

  @Test
  void aNumberStaysANumber() {
    assertThat(line("x")).contains("\"+4930123456\"");
  }
}
