package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.ExtensionNumber;

class CallbacksTest {
  private static final String KEY = "3f0c7a0e-8f3b-4f0e-9d3c-0a6a4f1f5b11";
  private final Shop shop = new Shop("https://shop.example");

  @Test
  void aRequestIsStoredWithEverythingTheDialerNeeds() {
    CallbackRequest request = request("030 123456", "https://shop.example/prices");

    assertThat(shop.requests.all()).containsExactly(request);
    assertThat(request.tenantId()).isEqualTo(shop.tenant);
    assertThat(request.visitor()).isEqualTo(new E164("+4930123456"));
    assertThat(request.agent()).isEqualTo(new ExtensionNumber("101"));
    assertThat(request.state()).isEqualTo(CallbackState.QUEUED);
    assertThat(request.page()).isEqualTo("https://shop.example/prices");
    assertThat(request.requestedAt()).isEqualTo(shop.clock.instant());
  }

  @Test
  void theSameIdempotencyKeyIsTheSameRequest() {
    CallbackRequest first = request("030 123456", "");
    CallbackRequest second = request("+49 30 123456", "");

    assertThat(second).isEqualTo(first);
    assertThat(shop.requests.all()).hasSize(1);
  }

  @Test
  void theSameIdempotencyKeyWithAnotherNumberIsRefused() {
    request("030 123456", "");

    assertRefused(() -> request("030 654321", ""), ProblemType.KEY_REUSED);
    assertThat(shop.requests.all()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with space with space", "a\nb-------------------"})
  void anIdempotencyKeyThatIsNoneIsRefused(String key) {
    assertRefused(() -> shop.request(key, "030 123456", "v4 1"), ProblemType.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://shop.example",
        "https://shop.example:8443",
        "https://www.shop.example",
        "https://shop.example.evil.example",
        "https://evil.example",
      })
  void anotherSchemeHostOrPortIsAnotherSite(String origin) {
    Origin other = new Origin(origin);

    assertRefused(() -> shop.callbacks.widget(shop.key, other), ProblemType.ORIGIN_NOT_ALLOWED);
    assertRefused(
        () -> shop.desk.request(shop.key, other, KEY, shop.form("030 123456", ""), "v4 1"),
        ProblemType.ORIGIN_NOT_ALLOWED);
    CallbackId id = shop.request();
    assertRefused(() -> shop.callbacks.status(id, other), ProblemType.ORIGIN_NOT_ALLOWED);
  }

  @Test
  void aSiteTakenOffTheListIsRefusedAtOnce() {
    CallbackId id = shop.request();
    shop.publish(true, new Origin("https://new.example"));

    assertRefused(() -> shop.callbacks.status(id, shop.origin), ProblemType.ORIGIN_NOT_ALLOWED);
    assertRefused(() -> request("030 123456", ""), ProblemType.ORIGIN_NOT_ALLOWED);
  }

  @Test
  void aVisitorTakesTheRequestBackUntilTheOwnPhoneRings() {
    CallbackId waits = shop.request();
    CallbackId called = shop.request();
    CallbackId over = shop.request();
    shop.move(called, CallbackState.CALLING);
    shop.move(over, CallbackState.ENDED);

    assertThat(shop.callbacks.withdraw(waits, shop.origin))
        .extracting(CallbackRequest::state, CallbackRequest::reason)
        .containsExactly(CallbackState.FAILED, CallbackRequest.CANCELLED);
    assertThat(shop.callbacks.withdraw(waits, shop.origin).state()).isEqualTo(CallbackState.FAILED);
    assertThat(shop.callbacks.withdraw(called, shop.origin).state())
        .isEqualTo(CallbackState.CALLING);
    assertThat(shop.requests.withdrawn(shop.tenant)).containsExactly(called);
    assertRefused(() -> shop.callbacks.withdraw(over, shop.origin), ProblemType.TOO_LATE);
    shop.requests.rings(called);
    assertThatThrownBy(() -> shop.callbacks.withdraw(called, shop.origin))
        .asInstanceOf(type(Refusal.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.type()).isEqualTo(ProblemType.TOO_LATE);
              assertThat(refusal.sentence()).contains("do not pick up", "not called again");
            });
    assertRefused(
        () -> shop.callbacks.withdraw(called, new Origin("https://evil.example")),
        ProblemType.ORIGIN_NOT_ALLOWED);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertRefused(
        () -> shop.callbacks.widget(WidgetKey.random(), shop.origin), ProblemType.NOT_FOUND);
    assertRefused(
        () -> shop.callbacks.status(CallbackId.random(), shop.origin), ProblemType.NOT_FOUND);
  }

  @Test
  void aSwitchedOffWidgetTakesNoRequests() {
    shop.publish(false, shop.origin);

    assertThat(shop.callbacks.widget(shop.key, shop.origin).widget().enabled()).isFalse();
    assertRefused(() -> request("030 123456", ""), ProblemType.WIDGET_CLOSED);
    assertThat(shop.requests.all()).isEmpty();
  }

  @Test
  void aNumberThatIsNoneIsRefusedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> request("123", ""))
        .asInstanceOf(type(Refusal.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.type()).isEqualTo(ProblemType.NUMBER_INVALID);
              assertThat(refusal.field()).contains("number");
              assertThat(refusal.sentence())
                  .isEqualTo(
                      "This is not a complete telephone number. Please write it with its area"
                          + " code, for example 030 123456.");
            });
    assertThat(shop.requests.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0900 1234567", "+43 1 5880058", "+881 612 345 678", "112", "110"})
  void everyNumberThatIsNotAllowedGetsTheSameSentence(String number) {
    assertThatThrownBy(() -> request(number, ""))
        .asInstanceOf(type(Refusal.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.type()).isEqualTo(ProblemType.NUMBER_NOT_ALLOWED);
              assertThat(refusal.sentence())
                  .isEqualTo(
                      "We cannot call this number. Please give a landline or mobile number in"
                          + " Germany.");
            });
    assertThat(shop.requests.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/a?b#c, https://shop.example/a?b#c",
    "https://shop.example, https://shop.example",
    "https://shop.example.evil.example/, ''",
    "javascript:alert(1), ''",
    "'', ''",
  })
  void onlyAPageOfTheAskingSiteIsKept(String sent, String kept) {
    assertThat(request("030 123456", sent).page()).isEqualTo(kept);
  }

  private CallbackRequest request(String number, String page) {
    return shop.desk.request(shop.key, shop.origin, KEY, shop.form(number, page), "v4 1");
  }

  private static void assertRefused(ThrowingCallable call, ProblemType expected) {
    assertThatThrownBy(call)
        .asInstanceOf(type(Refusal.class))
        .extracting(Refusal::type)
        .isEqualTo(expected);
  }

  /** It is eleven in the morning there. */
  private void hoursFromNoonInBerlin() {
    shop.rules.save(
        shop.tenant,
        new DialingRules(
            TrunkChoice.Order.AS_LISTED, new CallingHours(12, 21), Duration.ofHours(2)));
  }

  @Test
  void whoAsksForACallNowIsCalledAtAnyHour() {
    hoursFromNoonInBerlin();

    CallbackRequest request = request("030 123456", "");

    assertThat(request.dueAt()).isEqualTo(shop.clock.instant());
    assertThat(request.awakeUntil()).contains(shop.clock.instant().plus(Duration.ofHours(1)));
    assertThat(request.expiresAt()).contains(shop.clock.instant().plus(Duration.ofHours(2)));
  }

  @Test
  void unlessTheWidgetSaysOtherwiseThenTheVisitorIsToldWhen() {
    hoursFromNoonInBerlin();
    shop.designs.save(shop.tenant, shop.id, WidgetDesign.read(Map.of("anyHour", "false")));

    CallbackRequest request = request("030 123456", "");

    assertThat(request.dueAt()).isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
    assertThat(Status.of(request).json().toString())
        .contains("\"reason\":\"night\"", "\"at\":\"2026-11-22T11:00:00Z\"");
  }
}
