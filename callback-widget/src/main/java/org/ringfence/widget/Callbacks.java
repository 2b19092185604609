package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;

/**
 * What anonymous visitors may do: look at a widget, ask for a call, follow it. The only transaction
 * boundary of the edge; when a method returns, what it stored is committed.
 *
 * <p>Every method that serves a visitor takes the origin of the page and refuses it unless the
 * widget's owner listed it.
 */
@ApplicationScoped
@Transactional
public class Callbacks {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9-]{16,64}");

  private final Destinations destinations = new Destinations();
  private WidgetRepository widgets;
  private CallbackRepository requests;
  private LiveEvents events;
  private Clock clock;

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected Callbacks() {}

  @Inject
  public Callbacks(
      WidgetRepository widgets, CallbackRepository requests, LiveEvents events, Clock clock) {
    this.widgets = widgets;
    this.requests = requests;
    this.events = events;
    this.clock = clock;
  }

  /** The widget, for a page that may show it. */
  public PublishedWidget widget(WidgetKey key, Origin origin) {
    PublishedWidget published = widgets.findByKey(key).orElseThrow(Refusal::notFound);
    requireAllowed(published.widget(), origin);
    return published;
  }

  /** A number as people of the widget's country write it. */
  public Optional<String> example(Country country) {
    return destinations.example(country);
  }

  /**
   * Stores the request for a call, once per idempotency key.
   *
   * <p>Limits per address, number, widget and tenant belong between the check of the number and
   * storing, in this transaction, so that a counter and the request it counted are one.
   */
  public CallbackRequest request(
      WidgetKey key, Origin origin, String idempotencyKey, CallbackForm form) {
    PublishedWidget published = widget(key, origin);
    Widget widget = published.widget();
    if (!widget.enabled()) {
      throw Refusal.of(
          ProblemType.WIDGET_CLOSED, "This website does not take callbacks at the moment.");
    }
    if (!IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
      throw Refusal.of(
          ProblemType.MALFORMED,
          "Please send the header Idempotency-Key with a new UUID for every new request.");
    }
    E164 number = callable(form.number(), published.country());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    CallbackRequest stored =
        requests.enqueue(
            published.tenantId(),
            new CallbackRequest(
                CallbackId.random(),
                published.tenantId(),
                widget.id(),
                widget.agent(),
                number,
                idempotencyKey,
                pageOf(origin, form.page()),
                CallbackState.QUEUED,
                "",
                now,
                now));
    if (!stored.visitor().equals(number)) {
      throw Refusal.of(
          ProblemType.KEY_REUSED,
          "This Idempotency-Key was sent with another number before. Please use a new one.");
    }
    return stored;
  }

  /** How far a callback has come, for the page that may show its widget. */
  public CallbackRequest status(CallbackId id, Origin origin) {
    CallbackRequest request = requests.findPublic(id).orElseThrow(Refusal::notFound);
    Widget widget =
        widgets.find(request.tenantId(), request.widgetId()).orElseThrow(Refusal::notFound);
    requireAllowed(widget, origin);
    return request;
  }

  /** Many at once, for streams whose visitors {@link #status} let in. */
  public List<CallbackRequest> states(Set<CallbackId> ids) {
    return ids.isEmpty() ? List.of() : requests.findPublic(ids);
  }

  /** The feed of changes after an event, at most {@code limit} of them. */
  public List<LiveEvent> changesAfter(long event, int limit) {
    return events.after(event, limit);
  }

  public long newestChange() {
    return events.newestId();
  }

  private E164 callable(String typed, Country country) {
    NumberCheck check = destinations.check(typed, country);
    if (check instanceof NumberCheck.Callable callable) {
      return callable.number();
    }
    if (check instanceof NumberCheck.NotAllowed) {
      throw Refusal.ofNumber(
          ProblemType.NUMBER_NOT_ALLOWED,
          "We cannot call this number. Please give a landline or mobile number in "
              + new Locale("", country.code()).getDisplayCountry(Locale.ENGLISH)
              + ".");
    }
    throw Refusal.ofNumber(
        ProblemType.NUMBER_INVALID,
        "This is not a complete telephone number. Please write it with its area code"
            + example(country).map(example -> ", for example " + example).orElse("")
            + ".");
  }

  private static void requireAllowed(Widget widget, Origin origin) {
    if (!widget.origins().contains(origin)) {
      throw Refusal.originNotAllowed();
    }
  }

  /** A page of another site than the one that sent it is a lie or a mistake. */
  private static String pageOf(Origin origin, String page) {
    return page.equals(origin.value()) || page.startsWith(origin.value() + "/") ? page : "";
  }
}
