package org.ringfence.web.widget;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The callbacks visitors asked for, as they move. */
@Named("callbacksPage")
@RequestScoped
public class CallbacksPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Widgets widgets;
  @Inject CallbackPolicies policies;
  @Inject Pages pages;

  /** The reasons that have words. */
  private static final Set<String> REASONS =
      Set.of(
          "agent-gave-up",
          "agent-no-answer",
          "cancelled",
          "halted",
          "lost",
          "night",
          "no-agent",
          "no-pbx",
          "no-provider",
          "opted-out",
          "provider-refused",
          "queue",
          "spent",
          "visitor-busy",
          "visitor-no-answer",
          "visitor-unreachable");

  private final Lazy<List<CallbackRequest>> rows = new Lazy<>(() -> widgets.callbacks(tenant.id()));
  private final Lazy<Map<WidgetId, String>> names =
      new Lazy<>(
          () ->
              widgets.list(tenant.id()).stream()
                  .collect(Collectors.toMap(Widget::id, widget -> widget.name().value())));

  private final Lazy<CallbackPolicy> policy = new Lazy<>(() -> policies.policy(tenant.id()));

  public CallbackPolicy getPolicy() {
    return policy.get();
  }

  public String getUsage() {
    String minutes =
        pages.text(
            "callbacks.usage", policies.minutesToday(tenant.id()), getPolicy().dailyMinutes());
    if (policies.rates(tenant.id()).minutes().isEmpty()) {
      return minutes;
    }
    return minutes
        + " "
        + pages.text(
            "callbacks.money",
            CallbackRates.amount(policies.centsToday(tenant.id()) * (CallbackRates.UNIT / 100)),
            CallbackRates.amount(getPolicy().dailyCents() * (CallbackRates.UNIT / 100)));
  }

  /** The widgets whose requests look like abuse now, by name. */
  public String getSuspects() {
    return policies.openAlarms(tenant.id()).stream()
        .map(alarm -> names.get().getOrDefault(alarm.widgetId(), ""))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(", "));
  }

  public void stop() {
    halt(true);
  }

  public void resume() {
    halt(false);
  }

  private void halt(boolean stop) {
    policies.halt(tenant.id(), stop, user.getName());
    pages.goTo(tenant.getPath() + "/callbacks", stop ? "callbacks.stopped" : "callbacks.resumed");
  }

  public List<CallbackRequest> getRows() {
    return rows.get();
  }

  /** Name of the widget it came from; empty when that is deleted. */
  public String widgetName(CallbackRequest callback) {
    return names.get().getOrDefault(callback.widgetId(), "");
  }

  /** Why it is in this state, in words; empty when there is nothing to say. */
  public String why(CallbackRequest callback) {
    String reason = callback.reason();
    return REASONS.contains(reason) ? pages.text("callback.reason." + reason) : reason;
  }

  public String tone(CallbackRequest callback) {
    return switch (callback.state()) {
      case QUEUED, CALLING -> "busy";
      case CONNECTED -> "good";
      case ENDED -> "off";
      case FAILED, EXPIRED -> "bad";
    };
  }
}
