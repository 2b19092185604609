package org.ringfence.web.queue;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.Attempt;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One callback with all that happened to it. */
@Named("callbackPage")
@RequestScoped
public class CallbackPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject CallbackOrders orders;
  @Inject Pages pages;

  private final Lazy<Optional<CallbackRequest>> request =
      new Lazy<>(
          () ->
              pages.id().flatMap(CallbackPage::parse).flatMap(id -> orders.find(tenant.id(), id)));

  private final Lazy<List<Attempt>> attempts =
      new Lazy<>(() -> orders.attempts(tenant.id(), getRequest().id()));

  public void load() {
    if (request.get().isEmpty()) {
      pages.notFound();
    }
  }

  private static Optional<CallbackId> parse(String text) {
    try {
      return Optional.of(CallbackId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public CallbackRequest getRequest() {
    return Pages.present(request.get());
  }

  /** Whether it waits for its time, or for its next try. */
  public boolean isWaiting() {
    return getRequest().state() == CallbackState.QUEUED;
  }

  public List<Happening> getHistory() {
    return Happening.of(getRequest(), attempts.get());
  }

  public void cancel() {
    CallbackRequest waiting = getRequest();
    boolean cancelled = orders.cancel(tenant.id(), waiting.id(), user.getName());
    pages.goTo(
        tenant.getPath() + "/callbacks/" + waiting.id(),
        cancelled ? "callback.cancelled" : "callback.notCancelled");
  }
}
