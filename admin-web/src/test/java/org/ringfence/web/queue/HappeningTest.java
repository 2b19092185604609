package org.ringfence.web.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Leg;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

class HappeningTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final TenantId TENANT = TenantId.random();

  private static CallbackRequest request(CallbackState state, String reason) {
    return new CallbackRequest(
        CallbackId.random(),
        TENANT,
        WidgetId.ofQueue(TENANT),
        new ExtensionNumber("101"),
        new E164("+442079460100"),
        "key",
        "",
        state,
        reason,
        NOON,
        NOON.plusSeconds(60));
  }

  private static Leg leg(Leg.Party party, int from, int answered, int ended) {
    return new Leg(
        party,
        "channel-" + party,
        party == Leg.Party.AGENT ? "101" : "+442079460100",
        party == Leg.Party.AGENT ? "" : "trunk-11111111",
        NOON.plusSeconds(from),
        Optional.of(NOON.plusSeconds(answered)),
        Optional.of(NOON.plusSeconds(ended)),
        "cause 16 Normal Clearing");
  }

  @Test
  void aCallIsToldFromTheWishToTheEnd() {
    CallbackRequest request = request(CallbackState.ENDED, "");
    Attempt attempt =
        new Attempt(
            AttemptId.random(),
            request.id(),
            TENANT,
            AttemptState.COMPLETED,
            "",
            1,
            "boot-1",
            List.of(leg(Leg.Party.AGENT, 2, 4, 21), leg(Leg.Party.VISITOR, 5, 9, 20)),
            NOON.plusSeconds(1),
            Optional.of(NOON.plusSeconds(10)),
            Optional.of(NOON.plusSeconds(22)));

    assertThat(Happening.of(request, List.of(attempt)))
        .extracting(Happening::what)
        .containsExactly(
            "requested",
            "attempt",
            "agent-called",
            "agent-answered",
            "visitor-called",
            "visitor-answered",
            "talking",
            "visitor-ended",
            "agent-ended",
            "completed");
  }

  private static Attempt failed(CallbackRequest request, int from) {
    return new Attempt(
        AttemptId.random(),
        request.id(),
        TENANT,
        AttemptState.FAILED,
        "The visitor's line was busy.",
        1,
        "boot-1",
        List.of(),
        NOON.plusSeconds(from),
        Optional.empty(),
        Optional.of(NOON.plusSeconds(from + 5)));
  }

  private static CallbackRequest again(CallbackState state, int tries, int due) {
    CallbackRequest first = request(state, state == CallbackState.FAILED ? "visitor-busy" : "");
    return new CallbackRequest(
        first.id(),
        TENANT,
        first.widgetId(),
        first.agent(),
        first.visitor(),
        first.idempotencyKey(),
        "",
        state,
        first.reason(),
        NOON,
        NOON.plusSeconds(60),
        NOON.plusSeconds(due),
        tries);
  }

  @Test
  void everyTryAgainIsToldAndForWhenTheNextOneIs() {
    CallbackRequest waiting = again(CallbackState.QUEUED, 2, 600);
    assertThat(Happening.of(waiting, List.of(failed(waiting, 10), failed(waiting, 100))))
        .extracting(one -> one.what() + " " + (one.isMoment() ? one.detail() : ""))
        .containsExactly(
            "requested ",
            "attempt ",
            "failed ",
            "again ",
            "attempt ",
            "failed ",
            "again " + NOON.plusSeconds(600));

    CallbackRequest over = again(CallbackState.FAILED, 1, 90);
    assertThat(Happening.of(over, List.of(failed(over, 10), failed(over, 100))))
        .extracting(Happening::what)
        .containsExactly("requested", "attempt", "failed", "again", "attempt", "failed");
  }

  @Test
  void whatIsPlannedAndWhatEndsWithoutACallSaySo() {
    assertThat(Happening.of(again(CallbackState.QUEUED, 0, 3600), List.of()))
        .contains(new Happening(NOON, "planned", NOON.plusSeconds(3600).toString()));
    assertThat(Happening.of(request(CallbackState.FAILED, CallbackRequest.OPTED_OUT), List.of()))
        .extracting(Happening::what)
        .containsExactly("requested", "opted-out");
    assertThat(Happening.of(request(CallbackState.ENDED, CallbackRequest.OPTED_OUT), List.of()))
        .extracting(Happening::what)
        .containsExactly("requested", "opted-out");
    assertThat(Happening.of(request(CallbackState.FAILED, "lost"), List.of()))
        .extracting(Happening::what)
        .containsExactly("requested", "given-up");
  }

  @Test
  void whatWasTakenBackSaysSo() {
    assertThat(Happening.of(request(CallbackState.FAILED, CallbackRequest.CANCELLED), List.of()))
        .containsExactly(
            new Happening(NOON, "requested", ""),
            new Happening(NOON.plusSeconds(60), "cancelled", ""));
  }

  @Test
  void whatExpiredSaysWhatKeptIt() {
    assertThat(Happening.of(request(CallbackState.EXPIRED, "no-pbx"), List.of()))
        .extracting(Happening::what)
        .containsExactly("requested", "expired-no-pbx");
  }

  @Test
  void aRequestThatWaitsForTheDaySaysSoAndUntilWhen() {
    CallbackRequest planned = again(CallbackState.QUEUED, 0, 600);
    CallbackRequest waiting =
        new CallbackRequest(
            planned.id(),
            TENANT,
            planned.widgetId(),
            planned.agent(),
            planned.visitor(),
            planned.idempotencyKey(),
            "",
            CallbackState.QUEUED,
            CallbackRequest.NIGHT,
            NOON,
            NOON,
            planned.dueAt(),
            0);

    assertThat(Happening.of(waiting, List.of()))
        .contains(new Happening(NOON, "night", NOON.plusSeconds(600).toString()));
  }
}
