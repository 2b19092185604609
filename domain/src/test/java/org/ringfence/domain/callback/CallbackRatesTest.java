package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.NumberClass;

class CallbackRatesTest {
  private static final CallbackRates RATES =
      CallbackRates.parse("+4917 0.08\n\n +49   0.012 \n+1 0.000001");

  @ParameterizedTest
  @CsvSource({
    "+4930123456, 60, 12000",
    "+4930123456, 1, 200",
    "+491701234567, 90, 120000",
    "+491701234567, 0, 0",
    "+12025550100, 1, 1",
    "+442079460100, 600, 0"
  })
  void theLongestBeginningCountsAndBegunMillionthsArePaidFor(
      String number, long seconds, long millionths) {
    assertThat(RATES.cost(number, seconds)).isEqualTo(millionths);
  }

  @Test
  void theDearestRateOfNumbersThatAreCalledIsTheOneToReckonWith() {
    CallbackRates rates =
        CallbackRates.parse("+49 0.01\n+4917 0.08\n+49900 2\n+43 0.5\n+4 0.2\n+881 9");

    assertThat(rates.most(range -> range.region().equals("AT"), 60)).isEqualTo(500_000);
    assertThat(
            rates.most(
                range -> range.region().equals("DE") && range.numberClass() == NumberClass.MOBILE,
                90))
        .as("a short beginning is for what begins with it")
        .isEqualTo(300_000);
    assertThat(rates.most(range -> range.region().equals("US"), 60)).isZero();
    assertThat(CallbackRates.NONE.most(range -> true, 60)).isZero();
  }

  @Test
  void whatIsShownIsReadAgain() {
    assertThat(RATES.text()).isEqualTo("+1 0.000001\n+49 0.012\n+4917 0.08");
    assertThat(CallbackRates.parse(RATES.text())).isEqualTo(RATES);
    assertThat(CallbackRates.parse("")).isEqualTo(CallbackRates.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10000, 0.01", "1000000, 1", "20000000, 20", "1, 0.000001"})
  void anAmountIsShownWithoutZerosAtItsEnd(long millionths, String text) {
    assertThat(CallbackRates.amount(millionths)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"49 0.01", "+49", "+49 0,01", "+49 -1", "+49 1e3", "+0 1", "+49 0.0000001", "x"})
  void aMalformedLineIsRefusedWithAnExample(String line) {
    assertThatThrownBy(() -> CallbackRates.parse(line))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("for example +4917 0.08");
  }

  @Test
  void aBeginningHasOneRate() {
    assertThatThrownBy(() -> CallbackRates.parse("+49 1\n+49 2"))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("+49 has two rates");
  }
}
