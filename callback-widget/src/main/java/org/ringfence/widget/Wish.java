package org.ringfence.widget;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetDesign.Closed;
import org.ringfence.domain.pbx.ExtensionNumber;

/**
 * Who shall call a visitor, when, and what is known of the visitor, as far as the owner's form asks
 * for it.
 *
 * @param agent rings first
 */
record Wish(
    ExtensionNumber agent,
    Instant dueAt,
    CallbackForm form,
    String department,
    Optional<LeadDetails.Consent> consent) {

  /** What the form does not ask for is not kept, whoever sends it. */
  static Wish of(CallbackForm sent, Widget widget, WidgetDesign design, Instant now) {
    boolean asksForName = design.name() != WidgetDesign.Ask.NO;
    if (design.name() == WidgetDesign.Ask.REQUIRED && sent.extra("name").isEmpty()) {
      throw Refusal.ofField("name", "Please enter your name.");
    }
    ExtensionNumber agent = widget.agent();
    String department = "";
    if (!design.departments().isEmpty()) {
      WidgetDesign.Department chosen =
          design
              .department(sent.extra("department"))
              .orElseThrow(
                  () -> Refusal.ofField("department", "Please choose who shall call you."));
      agent = chosen.extension();
      department = chosen.name();
    }
    Map<String, String> kept = new TreeMap<>(sent.extras());
    if (!asksForName) {
      kept.remove("name");
    }
    CallbackForm form =
        new CallbackForm(sent.number(), sent.page(), sent.visitor(), sent.proof(), kept);
    return new Wish(agent, due(sent, design, now), form, department, consent(sent, design, now));
  }

  private static Instant due(CallbackForm sent, WidgetDesign design, Instant now) {
    boolean open = design.isOpen(now);
    boolean later = design.closed() == Closed.LATER;
    if (sent.extra("at").isEmpty()) {
      if (open) {
        return now;
      }
      if (later) {
        return design.slots(now).stream().findFirst().orElseThrow(Wish::closed);
      }
      throw closed();
    }
    if (!design.times() && (open || !later)) {
      throw open ? timeGone() : closed();
    }
    Instant at;
    try {
      at = Instant.ofEpochSecond(Long.parseLong(sent.extra("at")));
    } catch (NumberFormatException | java.time.DateTimeException malformed) {
      throw timeGone();
    }
    if (at.isBefore(now) || at.isAfter(now.plus(WidgetDesign.AHEAD)) || !design.isOpen(at)) {
      throw timeGone();
    }
    return at;
  }

  private static Refusal closed() {
    return Refusal.of(
        ProblemType.WIDGET_CLOSED, "This website does not take callbacks at the moment.");
  }

  private static Refusal timeGone() {
    return Refusal.ofField(
        "time", "This time is not possible any more. Please choose another one.");
  }

  private static Optional<LeadDetails.Consent> consent(
      CallbackForm sent, WidgetDesign design, Instant now) {
    Optional<WidgetDesign.Consent> asked =
        design.consent(sent.extra("language").isEmpty() ? "en" : sent.extra("language"));
    if (asked.isPresent() && !asked.get().version().equals(sent.extra("consent"))) {
      throw Refusal.ofField("consent", "Please agree to be called.");
    }
    return asked.map(
        consent -> new LeadDetails.Consent(consent.text(), consent.link(), consent.version(), now));
  }

  /** The referrer is a page of another website, or nothing. */
  LeadDetails details(CallbackId id, Origin origin) {
    Map<String, String> campaign = new TreeMap<>();
    form.extras()
        .forEach(
            (member, value) -> {
              if (member.startsWith("utm_")) {
                campaign.put(member.substring(4), cut(value, LeadDetails.PARAMETER));
              }
            });
    String referrer = form.extra("referrer");
    boolean other = referrer.startsWith("http") && !referrer.startsWith(origin.value() + "/");
    return new LeadDetails(
        id,
        cut(form.extra("name"), LeadDetails.NAME),
        department,
        other ? cut(referrer, LeadDetails.REFERRER) : "",
        campaign,
        consent);
  }

  private static String cut(String text, int most) {
    int end = Math.min(text.length(), most);
    return text.substring(
        0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
