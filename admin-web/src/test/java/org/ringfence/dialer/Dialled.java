package org.ringfence.dialer;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.AttemptState;
import org.ringfence.domain.callback.CallbackRequest;

/** What the dialer makes of a request, for tests across modules. */
public final class Dialled {
  private Dialled() {}

  /** The number that the call of a request goes to. */
  public static E164 by(CallbackRequest request) {
    Attempt attempt =
        new Attempt(
            AttemptId.random(),
            request.id(),
            request.tenantId(),
            AttemptState.SENDING,
            "",
            1,
            "boot",
            List.of(),
            request.requestedAt(),
            Optional.empty(),
            Optional.empty());
    return CallbackCall.begin(attempt, request).visitor();
  }
}
