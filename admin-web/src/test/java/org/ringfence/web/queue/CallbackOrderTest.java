package org.ringfence.web.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

class CallbackOrderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456789Z");
  private static final TenantId TENANT = TenantId.random();
  private static final String KEY = "0123456789abcdef";

  private static CallbackRequest at(String moment) {
    return new CallbackOrder("101", "+442079460100", moment, "", KEY).toRequest(TENANT, NOW);
  }

  @Test
  void withoutATimeItIsDueAtOnce() {
    CallbackRequest request = at("");

    assertThat(request.dueAt()).isEqualTo(Instant.parse("2026-11-22T10:15:30.123456Z"));
    assertThat(request.state()).isEqualTo(CallbackState.QUEUED);
    assertThat(request.isOfQueue()).isTrue();
  }

  @Test
  void aTimeIsTheVisitorsWithItsOffset() {
    assertThat(at("2026-11-23T09:30:00+01:00").dueAt())
        .isEqualTo(Instant.parse("2026-11-23T08:30:00Z"));
  }

  @Test
  void aTimeThatHasPassedIsNow() {
    assertThat(at("2020-01-01T00:00:00Z").dueAt()).isEqualTo(at("").dueAt());
  }

  @Test
  void everyBadFieldIsNamedAtOnce() {
    CallbackOrder order = new CallbackOrder("x\r\n", "12", "tomorrow", "maybe", "short");

    InvalidForm refused =
        catchThrowableOfType(InvalidForm.class, () -> order.toRequest(TENANT, NOW));

    assertThat(refused.sentences())
        .containsOnlyKeys("agent", "visitor", "at", "awake", "idempotencyKey");
  }

  @Test
  void aYearIsTheFurthestToPlan() {
    InvalidForm refused = catchThrowableOfType(InvalidForm.class, () -> at("2126-11-22T10:15:30Z"));

    assertThat(refused.sentences()).containsOnlyKeys("at");
  }

  @Test
  void whoAskedForTheTimeIsAwakeForAnHourFromThenOn() {
    Instant at = Instant.parse("2026-11-23T08:30:00Z");
    CallbackOrder order =
        new CallbackOrder("101", "+442079460100", "2026-11-23T09:30:00+01:00", "true", KEY);

    assertThat(order.toRequest(TENANT, NOW).awakeUntil()).contains(at.plusSeconds(3600));
    assertThat(at("").awakeUntil()).isEmpty();
  }
}
