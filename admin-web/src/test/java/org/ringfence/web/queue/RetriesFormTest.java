package org.ringfence.web.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.callback.RetryPolicy.Outcome;
import org.ringfence.domain.callback.RetryPolicy.Rule;
import org.ringfence.web.form.InvalidForm;

class RetriesFormTest {
  private static final RetryPolicy STORED =
      new RetryPolicy(Map.of(Outcome.BUSY, new Rule(3, Duration.ofMinutes(2))));

  @Test
  void whatIsStoredComesBack() {
    assertThat(RetriesForm.of(STORED).toPolicy()).isEqualTo(STORED);
    assertThat(RetriesForm.of(RetryPolicy.NONE).toPolicy()).isEqualTo(RetryPolicy.NONE);
  }

  @Test
  void everyOutcomeHasFieldsOfItsOwn() {
    RetriesForm form = RetriesForm.of(STORED);
    form.getFields().put("busyTimes", "0");
    form.getFields().put("noAnswerTimes", " 1 ");
    form.getFields().put("noAnswerMinutes", "60");

    assertThat(form.toPolicy())
        .isEqualTo(new RetryPolicy(Map.of(Outcome.NO_ANSWER, new Rule(1, Duration.ofHours(1)))));
  }

  @Test
  void everyBadFieldIsNamedAtOnce() {
    RetriesForm form = RetriesForm.of(STORED);
    form.getFields().put("agentTimes", "11");
    form.getFields().put("busyMinutes", "0");
    form.getFields().put("failureTimes", "often");

    InvalidForm refused = catchThrowableOfType(InvalidForm.class, form::toPolicy);

    assertThat(refused.sentences())
        .containsOnlyKeys("agentTimes", "busyMinutes", "failureTimes")
        .containsEntry("failureTimes", "Please enter a whole number, for example 3.");
  }
}
