package org.ringfence.web.call;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.Call;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One call with its legs. */
@Named("callPage")
@RequestScoped
public class CallPage {
  @Inject CurrentTenant tenant;
  @Inject Calls calls;
  @Inject Pages pages;

  private final Lazy<Optional<Call>> call =
      new Lazy<>(
          () -> pages.id().flatMap(CallPage::parse).flatMap(id -> calls.find(tenant.id(), id)));

  public void load() {
    if (found().isEmpty()) {
      pages.notFound();
    }
  }

  private Optional<Call> found() {
    return call.get();
  }

  private static Optional<AttemptId> parse(String text) {
    try {
      return Optional.of(AttemptId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public Call getCall() {
    return Pages.present(found());
  }
}
