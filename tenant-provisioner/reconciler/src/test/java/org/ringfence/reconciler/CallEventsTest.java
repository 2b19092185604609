package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.history.CallEvent;

class CallEventsTest {
  private static final String TIME = "1764412345.123456";

  private static String line(String type, String number, String name, String extra) {
    return "\""
        + String.join(
            "\",\"",
            type,
            TIME,
            "acme-1764412345.7",
            "acme-1764412345.7",
            "PJSIP/101-00000007",
            number.replace("\"", "\"\""),
            name.replace("\"", "\"\""),
            "03023125100",
            "phones",
            "through",
            extra.replace("\"", "\"\""))
        + "\"\n";
  }

  private static List<CallEvent> events(String text) {
    return CallEvents.read(text).stream()
        .filter(CallEvents.Line.Happened.class::isInstance)
        .map(line -> ((CallEvents.Line.Happened) line).event())
        .toList();
  }

  @Test
  void aLineIsAnEvent() {
    assertThat(events(line("CHAN_START", "101", "Anna", "")))
        .containsExactly(
            new CallEvent(
                CallEvent.Type.BEGAN,
                Instant.parse("2025-11-29T10:32:25.123456Z"),
                "acme-1764412345.7",
                "acme-1764412345.7",
                "PJSIP/101-00000007",
                "101",
                "Anna",
                "03023125100",
                ""));
  }

  @Test
  void whatTheDialplanSaysIsTakenOutOfItsWrapping() {
    assertThat(events(line("USER_DEFINED", "101", "Anna", "{\"extra\":\"queue-c0000001\"}")))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(CallEvent.Type.THROUGH);
              assertThat(event.detail()).isEqualTo("queue-c0000001");
            });
  }

  @Test
  void aCalledPersonsKeyIsUnderstood() {
    String attempt = "0b6b2d3e-0000-4000-8000-000000000001";
    String line =
        line("USER_DEFINED", "101", "Anna", "{\"extra\":\"" + attempt + "\"}")
            .replace("\"through\"", "\"opted-out\"");
    assertThat(events(line))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(CallEvent.Type.OPTED_OUT);
              assertThat(event.detail()).isEqualTo(attempt);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a \"quoted\" name",
        "a, b",
        "\\",
        "ends with a quote\"",
        "two\nlines",
        "x\n\"CHAN_START\",\"1764412345.000000\",\"forged",
        "\"CHAN_START\",\"1764412345.000000\",",
        "\"\n\"HANGUP\",\"1764412345.000000\",\"1\",\"1\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"",
        "<script>alert(1)</script>"
      })
  void whateverACallerBringsStaysInItsField(String hostile) {
    String text = line("CHAN_START", hostile, hostile, "") + line("ANSWER", "101", "Anna", "");

    assertThat(events(text))
        .extracting(CallEvent::type)
        .containsExactly(CallEvent.Type.BEGAN, CallEvent.Type.ANSWERED);
    assertThat(events(text).get(0).number())
        .isEqualTo(hostile.replaceAll("\\p{Cntrl}", " ").strip());
  }

  @Test
  void aLineThatAPowerFailureToreTakesNoOtherWithIt() {
    String whole = line("ANSWER", "101", "Anna", "");
    for (int cut = 1; cut < whole.length() - 1; cut++) {
      String text =
          line("CHAN_START", "1", "", "")
              + whole.substring(0, cut)
              + "\n"
              + line("HANGUP", "1", "", "");
      assertThat(events(text))
          .as("cut at %d", cut)
          .extracting(CallEvent::type)
          .contains(CallEvent.Type.BEGAN, CallEvent.Type.HUNG_UP);
    }
  }

  @Test
  void asteriskBeginningAnewAndALossAreTold() {
    assertThat(
            CallEvents.read(
                "\"STARTED\",\"1764412345.000000\"\n\"LOST\",\"1764412346.000000\",\"recording\",\"x.wav\"\n"))
        .containsExactly(
            new CallEvents.Line.Started(Instant.parse("2025-11-29T10:32:25Z")),
            new CallEvents.Line.Lost("recording", "x.wav"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "rubbish", "\"CHAN_START\"", "\"NO_SUCH\",\"1764412345.000000\"\n"})
  void whatIsNoneIsNothing(String text) {
    assertThat(CallEvents.read(text)).isEmpty();
  }
}
