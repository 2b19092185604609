package org.ringfence.web.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.web.form.InvalidForm;

class PoolFormTest {
  private static PoolForm form(String size, String plan) {
    PoolForm form = new PoolForm();
    form.setSize(size);
    form.setPlan(plan);
    return form;
  }

  @Test
  void whatIsTypedIsReadAndShownAgain() {
    PlanId plan = PlanId.random();
    PoolSize read = form(" 3 ", plan.toString()).toSize();
    assertThat(read).isEqualTo(new PoolSize(3, Optional.of(plan)));
    assertThat(PoolForm.of(read).toSize()).isEqualTo(read);
    assertThat(form("0", "").toSize()).isEqualTo(PoolSize.NONE);
  }

  @ParameterizedTest
  @CsvSource({"101,size", "-1,size", "many,size", "1.5,size", "99999999999,size", "'',size"})
  void whatIsNoNumberOfMachinesIsRefusedAtItsField(String size, String field) {
    InvalidForm refused = catchThrowableOfType(InvalidForm.class, () -> form(size, "").toSize());
    assertThat(refused.sentences()).containsOnlyKeys(field);
  }

  @Test
  void whatIsNoPlanIsRefusedAtItsField() {
    InvalidForm refused =
        catchThrowableOfType(InvalidForm.class, () -> form("1", "large").toSize());
    assertThat(refused.sentences()).containsOnlyKeys("plan");
  }
}
