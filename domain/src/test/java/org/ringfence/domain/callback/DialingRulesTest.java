package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class DialingRulesTest {
  private static final Instant NIGHT = Instant.parse("2026-11-22T02:10:00Z");
  private static final Instant MORNING = Instant.parse("2026-11-22T07:00:00Z");

  private static CallbackRequest asked(Instant dueAt) {
    TenantId tenant = TenantId.random();
    return new CallbackRequest(
        CallbackId.random(),
        tenant,
        WidgetId.ofQueue(tenant),
        new ExtensionNumber("101"),
        new E164("+4930123456"),
        "0123456789abcdef",
        "",
        CallbackState.QUEUED,
        "",
        NIGHT,
        NIGHT,
        dueAt,
        0);
  }

  @Test
  void atNightARequestWaitsForTheMorningAndSaysSo() {
    CallbackRequest taken = DialingRules.DEFAULT.taken(asked(NIGHT), false);

    assertThat(taken.dueAt()).isEqualTo(MORNING);
    assertThat(taken.reason()).isEqualTo(CallbackRequest.NIGHT);
    assertThat(taken.awakeUntil()).isEmpty();
  }

  @Test
  void whoAsksForACallNowIsAwakeForAnHour() {
    CallbackRequest taken = DialingRules.DEFAULT.taken(asked(NIGHT), true);

    assertThat(taken.dueAt()).isEqualTo(NIGHT);
    assertThat(taken.reason()).isEmpty();
    assertThat(DialingRules.DEFAULT.callableAt(taken, NIGHT.plus(Duration.ofMinutes(59))))
        .contains(NIGHT.plus(Duration.ofMinutes(59)));
    assertThat(DialingRules.DEFAULT.callableAt(taken, NIGHT.plus(Duration.ofMinutes(61))))
        .as("asleep again")
        .contains(MORNING);
  }

  @Test
  void theDeadlineCountsFromTheTimeThatWasAskedFor() {
    Instant later = Instant.parse("2026-11-25T12:00:00Z");

    assertThat(DialingRules.DEFAULT.taken(asked(later), false).expiresAt())
        .contains(later.plus(Duration.ofHours(24)));
    assertThat(DialingRules.DEFAULT.taken(asked(NIGHT), false).expiresAt())
        .as("the night counts")
        .contains(NIGHT.plus(Duration.ofHours(24)));
  }

  @Test
  void withoutAnExpiryThereIsNoDeadline() {
    DialingRules patient =
        new DialingRules(TrunkChoice.Order.AS_LISTED, CallingHours.USUAL, Duration.ZERO);

    assertThat(patient.taken(asked(NIGHT), false).expiresAt()).isEmpty();
  }

  @Test
  void twoWeeksAreTheLongestWait() {
    assertThatThrownBy(
            () ->
                new DialingRules(
                    TrunkChoice.Order.AS_LISTED, CallingHours.USUAL, Duration.ofDays(15)))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("336 hours");
  }
}
