package org.ringfence.web.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.web.form.InvalidForm;

class DialingFormTest {
  private static final DialingRules STORED =
      new DialingRules(TrunkChoice.Order.BY_WEIGHT, new CallingHours(9, 18), Duration.ofHours(2));

  @Test
  void whatIsStoredComesBack() {
    assertThat(DialingForm.of(STORED).toRules()).isEqualTo(STORED);
    assertThat(DialingForm.of(DialingRules.DEFAULT).toRules()).isEqualTo(DialingRules.DEFAULT);
  }

  @Test
  void aPartOfItIsChanged() {
    DialingForm form = DialingForm.of(STORED);
    form.getFields().put("order", "cheapest");
    form.getFields().put("toHour", " 24 ");

    assertThat(form.toRules())
        .isEqualTo(
            new DialingRules(
                TrunkChoice.Order.CHEAPEST, new CallingHours(9, 24), Duration.ofHours(2)));
  }

  @Test
  void everyBadFieldIsNamedAtOnce() {
    DialingForm form = DialingForm.of(STORED);
    form.getFields().put("order", "best");
    form.getFields().put("fromHour", "24");
    form.getFields().put("toHour", "noon");
    form.getFields().put("expiryHours", "337");

    InvalidForm refused = catchThrowableOfType(InvalidForm.class, form::toRules);

    assertThat(refused.sentences())
        .containsOnlyKeys("order", "fromHour", "toHour", "expiryHours")
        .containsEntry("expiryHours", "Please write 1 to 336 hours, or 0 for as long as it takes.");
  }

  @Test
  void aDayEndsAfterItBegins() {
    DialingForm form = DialingForm.of(STORED);
    form.getFields().put("toHour", "9");

    InvalidForm refused = catchThrowableOfType(InvalidForm.class, form::toRules);

    assertThat(refused.sentences())
        .containsOnlyKeys("toHour")
        .containsEntry("toHour", "Please choose an hour after the first one.");
  }
}
