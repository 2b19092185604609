package org.ringfence.web.handling;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.web.queue.Retries;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/**
 * What the calls of the widget in the address are like: what both sides hear before they talk, and
 * when a call is tried again. All of it is set elsewhere, for this widget or for several.
 */
@Named("widgetCalls")
@RequestScoped
public class WidgetCalls {
  @Inject CurrentTenant tenant;
  @Inject Pages pages;
  @Inject Handlings handlings;
  @Inject Retries retries;

  /** Something that is heard, and where it is set. */
  public record Heard(String kind, String name, String path) {}

  /** What comes of a try that is tried again, how often, and after how long at first. */
  public record Again(String outcome, int times, long minutes) {}

  /** Ads and announcements, and what agents hear, in the order of their names. */
  public List<Heard> getHeard() {
    String id = pages.id().orElse("");
    return handlings.list(tenant.id()).stream()
        .filter(handling -> isFor(handling, id))
        .map(
            handling ->
                new Heard(
                    handling.kind().text(),
                    handling.name().value(),
                    tenant.getPath() + "/call-handling/" + handling.id()))
        .toList();
  }

  private static boolean isFor(Handling handling, String widget) {
    List<UUID> only =
        handling instanceof Ad ad
            ? ad.widgets()
            : handling instanceof AgentPrompt prompt ? prompt.widgets() : null;
    return only != null
        && (only.isEmpty() || only.stream().anyMatch(one -> one.toString().equals(widget)));
  }

  public List<Again> getRetries() {
    RetryPolicy policy = retries.policy(tenant.id());
    return Arrays.stream(RetryPolicy.Outcome.values())
        .filter(outcome -> policy.pause(outcome, 0).isPresent())
        .map(
            outcome ->
                new Again(
                    outcome.name(),
                    Objects.requireNonNull(policy.rules().get(outcome)).times(),
                    minutes(policy.pause(outcome, 0).orElseThrow())))
        .toList();
  }

  private static long minutes(Duration pause) {
    return Math.max(1, pause.toMinutes());
  }
}
