package org.ringfence.web.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.web.form.InvalidForm;

class CallbackLimitsFormTest {
  private static final CallbackPolicy STORED =
      new CallbackPolicy(true, Set.of(new Country("AT")), 30, 20, 100, 777);

  @Test
  void theSwitchStaysAndMoneyIsCountedInHundredths() {
    CallbackLimitsForm form = CallbackLimitsForm.of(STORED);
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
  void everyBadFieldIsNamedAtOnce() {
    CallbackLimitsForm form = CallbackLimitsForm.of(STORED);
    form.setCountries("XX");
    form.setPerHour("0");
    form.setWidgetPerHour("many");
    form.setDailyMinutes("");
    form.setDailyMoney("1e3");

    InvalidForm refused = catchThrowableOfType(InvalidForm.class, () -> form.toPolicy(STORED));

    assertThat(refused.sentences())
        .containsOnlyKeys("countries", "perHour", "widgetPerHour", "dailyMinutes", "dailyMoney")
        .containsEntry("widgetPerHour", "Please enter a whole number, for example 60.");
  }
}
