package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Country;

class CallbackFormTest {
  static Stream<String> unreadable() {
    return Stream.of(
        "",
        " ",
        "null",
        "1",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "{\"number\":",
        "{\"number\":\"1\"",
        "{\"number\":\"\\ud8\"}",
        "{'number':'1'}",
        "[".repeat(4000),
        "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}",
        "{\"a\":".repeat(800),
        "\u0000",
        "\ufeff{");
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatIsNoObjectIsRefusedWithoutAFault(String body) {
    assertThatThrownBy(() -> read(body))
        .asInstanceOf(type(Refusal.class))
        .extracting(Refusal::type)
        .isEqualTo(ProblemType.MALFORMED);
  }

  @Test
  void whateverElseIsSentIsLeftOut() throws IOException {
    CallbackForm form =
        read(
            "{\"number\":[\"030\"],\"page\":{\"a\":1},\"visitor\":1e999999999,\"proof\":null,"
                + "\"name\":\"\\ud800\",\"utm_source\":\"a\\u0000b\",\"referrer\":\"x\\u202ey\","
                + "\"department\":true,\"__proto__\":{\"name\":\"x\"}}");

    assertThat(form).isEqualTo(new CallbackForm("", "", "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"fr\"", "\"ZZ\"", "\"FRA\"", "\"F\\u0000\"", "33", "null", "[\"FR\"]"})
  void aCountryThatIsNoneIsLeftOut(String sent) throws IOException {
    assertThat(read("{\"country\":" + sent + "}").country()).isEmpty();
  }

  @Test
  void aCountryIsTwoLetters() throws IOException {
    assertThat(read("{\"country\":\"FR\"}").country()).contains(new Country("FR"));
  }

  @Test
  void aNameWithAHundredMarksOnALetterCoversNoOtherLine() throws IOException {
    assertThat(read("{\"name\":\"Ada" + "\u0300".repeat(100) + "\"}").extra("name"))
        .isEqualTo("Ada" + "\u0300".repeat(8));
  }

  private static CallbackForm read(String body) throws IOException {
    return CallbackForm.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }
}
