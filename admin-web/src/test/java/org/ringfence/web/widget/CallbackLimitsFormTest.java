package org.ringfence.web.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.web.form.InvalidForm;

class CallbackLimitsFormTest {
  private static final CallbackPolicy STORED =
      new CallbackPolicy(true, Set.of(new Country("AT")), 30, 20, 100, 777);

  @Test
  void whatTheFormDoesNotAskForStays() {
    CallbackLimitsForm form = CallbackLimitsForm.of(STORED, CallbackRates.NONE);
    form.setDailyMinutes(" 90 ");
    form.setCountries("ch, at");
    assertThat(form.getDailyMoney()).isEqualTo("7.77");
    form.setDailyMoney(" 12,5 ");

    assertThat(form.toPolicy(STORED))
        .isEqualTo(
            new CallbackPolicy(
                true, Set.of(new Country("AT"), new Country("CH")), 30, 20, 90, 1250));
  }

  @Test
  void moneyAndRatesAreReadAsTheyAreShown() {
    CallbackRates rates = CallbackRates.parse("+49 0.012\n+4917 0.08");
    CallbackLimitsForm form = CallbackLimitsForm.of(STORED, rates);
    assertThat(form.getDailyMoney()).isEqualTo("7.77");
    assertThat(form.toPolicy(STORED)).isEqualTo(STORED);
    assertThat(form.toRates()).isEqualTo(rates);

    form.setDailyMoney("12.5");
    assertThat(form.toPolicy(STORED).dailyCents()).isEqualTo(1250);
  }

  @Test
  void everyBadFieldIsNamedAtOnce() {
    CallbackLimitsForm form = CallbackLimitsForm.of(STORED, CallbackRates.NONE);
    form.setCountries("XX");
    form.setPerHour("0");
    form.setWidgetPerHour("many");
    form.setDailyMinutes("");
    form.setDailyMoney("1e3");
    form.setRates("+49 0.01\n+49 0.02");

    InvalidForm refused = catchThrowableOfType(InvalidForm.class, () -> form.toPolicy(STORED));

    assertThat(refused.sentences())
        .containsOnlyKeys(
            "countries", "perHour", "widgetPerHour", "dailyMinutes", "dailyMoney", "rates")
        .containsEntry("widgetPerHour", "Please enter a whole number, for example 60.");
  }
}
