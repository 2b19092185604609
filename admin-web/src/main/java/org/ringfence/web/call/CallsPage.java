package org.ringfence.web.call;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.primefaces.model.LazyDataModel;
import org.ringfence.domain.callback.Call;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.PagedRows;
import org.ringfence.web.tenant.CurrentTenant;

/** The history of calls; only those that are shown are read. */
@Named("callsPage")
@RequestScoped
public class CallsPage {
  @Inject CurrentTenant tenant;
  @Inject Calls calls;

  private final Lazy<Integer> count = new Lazy<>(() -> calls.count(tenant.id()));
  private final Lazy<LazyDataModel<Call>> rows =
      new Lazy<>(
          () ->
              new PagedRows<>(
                  count.get(), (first, most, sort) -> calls.page(tenant.id(), first, most)));

  public int getCount() {
    return count.get();
  }

  public LazyDataModel<Call> getRows() {
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
