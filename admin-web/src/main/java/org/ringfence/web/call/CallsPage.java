package org.ringfence.web.call;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.callback.Call;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** The history of calls. */
@Named("callsPage")
@RequestScoped
public class CallsPage {
  @Inject CurrentTenant tenant;
  @Inject Calls calls;

  private final Lazy<List<Call>> rows = new Lazy<>(() -> calls.list(tenant.id()));

  public List<Call> getRows() {
    return rows.get();
  }

  /** The colour of how far a call has come. */
  public String tone(Call call) {
    return switch (call.attempt().state()) {
      case SENDING, CALLING_AGENT, CALLING_VISITOR, UNKNOWN -> "busy";
      case BRIDGED, COMPLETED -> "good";
      case FAILED -> "bad";
    };
  }
}
