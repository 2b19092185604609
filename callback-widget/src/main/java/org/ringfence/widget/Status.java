package org.ringfence.widget;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;

/**
 * What a visitor may know of a callback.
 *
 * @param reason a public code why it failed; a cause that only the tenant should know is left out
 */
record Status(CallbackId id, CallbackState state, Optional<String> reason, Instant since) {
  /** What the element has words for; the dialer's other reasons name trunks, causes, people. */
  private static final Set<String> PUBLIC_REASONS =
      Set.of("visitor-busy", "visitor-no-answer", "visitor-unreachable", "agent-no-answer");

  static Status of(CallbackRequest request) {
    Optional<String> reason =
        Optional.of(request.reason())
            .filter(said -> request.state() == CallbackState.FAILED)
            .filter(PUBLIC_REASONS::contains);
    return new Status(request.id(), request.state(), reason, request.stateSince());
  }

  /** {@code {"id","state","since"}} and {@code "reason"} where there is one. */
  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", id.toString())
            .add("state", state.name().toLowerCase(Locale.ROOT))
            .add("since", since.toString());
    reason.ifPresent(code -> json.add("reason", code));
    return json.build();
  }
}
