package org.ringfence.dialer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Values that the tests share. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final TenantId TENANT = TenantId.random();
  static final ExtensionNumber AGENT = new ExtensionNumber("101");
  static final E164 VISITOR = new E164("+442079460100");
  static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(25), Duration.ofSeconds(45), Duration.ofSeconds(10));
  static final HangupCause BUSY = new HangupCause(17, "User busy", 486);
  static final HangupCause NORMAL = new HangupCause(16, "Normal Clearing", 0);

  private Samples() {}

  static CallbackRequest request(String agent) {
    return request(agent, VISITOR);
  }

  static CallbackRequest request(String agent, E164 visitor) {
    return new CallbackRequest(
        CallbackId.random(),
        TENANT,
        WidgetId.random(),
        new ExtensionNumber(agent),
        visitor,
        "key",
        "https://example.com/",
        CallbackState.QUEUED,
        "",
        NOON,
        NOON);
  }

  static Attempt attempt(CallbackRequest request, AttemptState state) {
    return new Attempt(
        AttemptId.random(),
        request.id(),
        TENANT,
        state,
        "",
        1,
        "boot-1",
        List.of(),
        NOON,
        Optional.empty(),
        Optional.empty());
  }

  static CallbackCall call() {
    CallbackRequest request = request("101");
    return CallbackCall.begin(attempt(request, AttemptState.SENDING), request);
  }
}
