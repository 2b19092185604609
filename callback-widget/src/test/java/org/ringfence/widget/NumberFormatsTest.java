package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormatsTest {
  private final NumberFormats formats = new NumberFormats();

  @Test
  void everyCountryHasSome() {
    for (String region : PhoneNumberUtil.getInstance().getSupportedRegions()) {
      assertThat(text(region)).as(region).contains("\"code\":\"");
    }
  }

  @Test
  void theFormatsOfACountryAreThoseOfItsCallingCodeAndItsPrefixesItsOwn() {
    assertThat(text("DE")).contains("\"code\":\"49\",\"prefix\":\"0\",\"abroad\":\"00\"");
    assertThat(text("CA")).contains("\"code\":\"1\",\"prefix\":\"1\",\"abroad\":\"011\"");
    assertThat(text("CA")).contains("($1) $2-$3");
    assertThat(text("49")).isEqualTo(text("DE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "ZZ", "0", "999", "12345678901", "de", ""})
  void whatIsNoCountryAndNoCallingCodeHasNone(String of) {
    assertThat(formats.of(of)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'(\\d{2})(\\d{5,11})', '2 11'",
    "'(\\d)(\\d{3})([2-9]\\d{3})', '1 3 4'",
    "'(15)(\\d\\d?)', '2 2'",
    "'\\d{3}', ''",
    "'(\\d{3})9(\\d{4})', ''",
  })
  void aGroupsMostDigitsAreKnown(String pattern, String sizes) {
    assertThat(NumberFormats.sizes(pattern))
        .isEqualTo(
            sizes.isEmpty()
                ? List.of()
                : List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList());
  }

  private String text(String of) {
    return new String(formats.of(of).orElseThrow().plain(), StandardCharsets.UTF_8);
  }
}
