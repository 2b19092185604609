package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;

/** Whom the dialer does not call: who would be woken, and whose deadline has passed. */
class HoursTest {
  /** Nine in the evening in Tokyo, noon in London. */
  private static final E164 TOKYO = new E164("+81312345678");

  private final MovableClock clock = new MovableClock();
  private final FakePbx pbx = new FakePbx();
  private final FakeDatabase database = new FakeDatabase();
  private final Lanes lanes =
      new Lanes(
          database.lanes,
          new DialerSettings("one", Duration.ofSeconds(6), 5, Samples.TIMEOUTS),
          database.ports(pbx, new SilentMetrics(), clock),
          Runnable::run);

  private CallbackRequest asked(
      E164 visitor, Optional<Instant> awakeUntil, Optional<Instant> expiresAt) {
    return asked(WidgetId.random(), visitor, awakeUntil, expiresAt);
  }

  private CallbackRequest asked(
      WidgetId widget, E164 visitor, Optional<Instant> awakeUntil, Optional<Instant> expiresAt) {
    database.rulesFound = DialingRules.DEFAULT;
    lanes.hold();
    lanes.tick();
    CallbackRequest request =
        database.enqueue(
            new CallbackRequest(
                CallbackId.random(),
                Samples.TENANT,
                widget,
                new ExtensionNumber(
                    widget.equals(WidgetId.ofQueue(Samples.TENANT)) ? "102" : "101"),
                visitor,
                "key",
                "",
                CallbackState.QUEUED,
                "",
                Samples.NOON,
                Samples.NOON,
                Samples.NOON,
                0,
                awakeUntil,
                expiresAt));
    lanes.look();
    return request;
  }

  @Test
  void nobodyIsCalledAtNightAndTheRequestSaysWhenItWillBe() {
    CallbackRequest request = asked(TOKYO, Optional.empty(), Optional.empty());

    assertThat(pbx.originated).isEmpty();
    CallbackRequest waiting = database.request(request.id());
    assertThat(waiting.state()).isEqualTo(CallbackState.QUEUED);
    assertThat(waiting.dueAt()).isEqualTo(Instant.parse("2026-11-22T23:00:00Z"));
    assertThat(waiting.reason()).isEqualTo(CallbackRequest.NIGHT);

    clock.move(Duration.ofHours(11));
    lanes.hold();
    lanes.tick();
    lanes.look();
    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void whoAskedForTheCallIsCalledAtAnyHour() {
    asked(TOKYO, Optional.of(Samples.NOON.plusSeconds(60)), Optional.empty());

    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void onceTheDaysMeansAreUsedUpWidgetsWaitForTheNextDayAndProgramsDoNot() {
    database.spent = true;
    CallbackRequest request = asked(Samples.VISITOR, Optional.empty(), Optional.empty());
    assertThat(pbx.originated).isEmpty();
    CallbackRequest waiting = database.request(request.id());
    assertThat(waiting.state()).isEqualTo(CallbackState.QUEUED);
    assertThat(waiting.dueAt()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    assertThat(waiting.reason()).isEqualTo(CallbackRequest.SPENT);

    asked(WidgetId.ofQueue(Samples.TENANT), Samples.VISITOR, Optional.empty(), Optional.empty());
    assertThat(pbx.originated).hasSize(1);

    database.spent = false;
    clock.move(Duration.ofHours(22));
    lanes.hold();
    lanes.tick();
    lanes.look();
    assertThat(database.request(request.id()).state()).isEqualTo(CallbackState.CALLING);
  }

  @Test
  void byDayNobodyWaits() {
    asked(Samples.VISITOR, Optional.empty(), Optional.empty());

    assertThat(pbx.originated).hasSize(1);
  }

  @Test
  void whereItIsNeverDayEverywhereTheRequestWaitsForOtherRulesOrItsDeadline() {
    E164 tollFree = new E164("+18005551234");
    CallbackRequest request = asked(tollFree, Optional.empty(), Optional.empty());
    database.rulesFound =
        new DialingRules(TrunkChoice.Order.AS_LISTED, new CallingHours(12, 13), Duration.ZERO);
    Instant before = database.request(request.id()).dueAt();
    clock.move(Duration.between(Samples.NOON, before));
    lanes.hold();
    lanes.tick();
    lanes.look();

    assertThat(pbx.originated).isEmpty();
    assertThat(database.request(request.id()).dueAt()).isEqualTo(before.plus(Duration.ofDays(1)));
  }

  @Test
  void nobodyIsCalledAfterTheDeadline() {
    CallbackRequest request = asked(Samples.VISITOR, Optional.empty(), Optional.of(Samples.NOON));

    assertThat(pbx.originated).isEmpty();
    assertThat(database.request(request.id()).state())
        .as("whoever looks for deadlines ends it")
        .isEqualTo(CallbackState.QUEUED);
  }
}
