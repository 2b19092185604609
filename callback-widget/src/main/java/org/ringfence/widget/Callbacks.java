package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.callback.WidgetStatistics;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.pbx.CallingPolicy;

/**
 * What anonymous visitors may do besides asking for a call: look at a widget, follow a callback. A
 * transaction boundary; when a method returns, or refuses, what it stored is committed.
 *
 * <p>Every method that serves a visitor takes the origin of the page and refuses it unless the
 * widget's owner listed it.
 */
@ApplicationScoped
@Transactional(dontRollbackOn = Refusal.class)
public class Callbacks {
  private final Destinations destinations = new Destinations();
  private WidgetRepository widgets;
  private CallbackRepository requests;
  private CallbackQueue queue;
  private LiveEvents events;
  private WidgetDesignRepository designs;
  private Clock clock;
  private Guard guard;
  private Sightings sightings;
  private WidgetStatistics statistics;
  private final ViewCounter views = new ViewCounter();

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected Callbacks() {}

  @Inject
  public Callbacks(
      WidgetRepository widgets,
      CallbackRepository requests,
      CallbackQueue queue,
      LiveEvents events,
      WidgetDesignRepository designs,
      WidgetStatistics statistics,
      Guard guard,
      Clock clock) {
    this.widgets = widgets;
    this.requests = requests;
    this.queue = queue;
    this.events = events;
    this.designs = designs;
    this.statistics = statistics;
    this.sightings = new Sightings(designs);
    this.clock = clock;
    this.guard = guard;
  }

  /** The widget, for a page that may show it. */
  public PublishedWidget widget(WidgetKey key, Origin origin) {
    PublishedWidget published = widgets.findByKey(key).orElseThrow(Refusal::notFound);
    requireAllowed(published.widget(), origin);
    return published;
  }

  /**
   * All that the element needs to know of the widget; the owner is told which website asked.
   *
   * @param language a BCP 47 primary tag; English when the element does not speak it
   */
  Appearance appearance(WidgetKey key, Origin origin, String language) {
    PublishedWidget published = widgets.findByKey(key).orElseThrow(Refusal::notFound);
    Widget widget = published.widget();
    Instant now = clock.instant();
    boolean allowed = widget.origins().contains(origin);
    sightings.seen(published.tenantId(), widget.id(), origin, allowed, now);
    if (!allowed) {
      throw Refusal.originNotAllowed();
    }
    WidgetDesign design = designs.design(published.tenantId(), widget.id());
    CallbackPolicy policy = guard.policy(published.tenantId());
    boolean on = widget.enabled() && !policy.halted();
    boolean open = on && design.isOpen(now);
    return new Appearance(
        published,
        design,
        open,
        on && offersTimes(design, now) ? design.slots(now) : List.of(),
        example(published.country()),
        others(published, policy),
        WidgetDesign.LANGUAGES.contains(language) ? language : "en");
  }

  /**
   * Counts that a page showed the widget, or that a visitor opened it.
   *
   * @param address the visitor's, which is forgotten within a minute
   */
  void count(
      WidgetKey key, Origin origin, boolean opened, String page, String source, String address) {
    Instant now = clock.instant();
    if (views.mayCount(address, now)) {
      views.count(widget(key, origin), opened, page, source, now);
    }
  }

  /** Stores what was counted. What a failure loses is a few seconds of a statistic. */
  public void storeViews() {
    var taken = views.take();
    if (!taken.isEmpty()) {
      statistics.add(taken);
    }
  }

  private static boolean offersTimes(WidgetDesign design, Instant now) {
    return design.times() || (design.closed() == WidgetDesign.Closed.LATER && !design.isOpen(now));
  }

  /** A number as people of the widget's country write it. */
  public Optional<String> example(Country country) {
    return destinations.example(country);
  }

  /** What else the widget calls and the PBX lets out: a number of each of these countries. */
  private Map<Country, String> others(PublishedWidget published, CallbackPolicy policy) {
    Map<Country, String> others = new HashMap<>();
    if (policy.countries().isEmpty()) {
      return others;
    }
    CallingPolicy calling = guard.callingPolicy(published.tenantId());
    for (Country other : policy.countries()) {
      destinations
          .example(other)
          .filter(
              example ->
                  !other.equals(published.country())
                      && destinations.check(example, other) instanceof NumberCheck.Callable callable
                      && calling
                          .refusal(NumberRanges.of(callable.number()), published.country())
                          .isEmpty())
          .ifPresent(example -> others.put(other, example));
    }
    return others;
  }

  /** What the visitor's browser has to solve before it asks for a call. */
  public String challenge(WidgetKey key, Origin origin) {
    return guard.challenge(widget(key, origin), origin, clock.instant());
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

  /**
   * The visitor does not want to be called after all. While the agent is called the state says when
   * it came in time; that a telephone which rings is not called again holds also for who is
   * refused.
   */
  public CallbackRequest withdraw(CallbackId id, Origin origin) {
    CallbackRequest request = status(id, origin);
    return switch (queue.withdraw(request.tenantId(), id, clock.instant())) {
      case TAKEN_BACK -> status(id, origin);
      case RINGING ->
          throw Refusal.of(
              ProblemType.TOO_LATE,
              "Your telephone is being called already. Please just do not pick up; it is not called"
                  + " again for this request.");
      case OVER ->
          throw Refusal.of(ProblemType.TOO_LATE, "This call is under way or over already.");
    };
  }

  /** What a request still waits for. */
  Turn turn(CallbackRequest request) {
    Instant now = clock.instant();
    boolean again = request.tries() > 0;
    if (request.state() != CallbackState.QUEUED) {
      return Turn.NONE;
    }
    if (request.dueAt().isAfter(now)) {
      return Turn.later(request.dueAt(), again);
    }
    AgentQueue agent = queue.waiting(request.tenantId(), request.agent(), Turn.MOST, now);
    return Turn.among(agent, request.id(), again).orElse(Turn.NONE);
  }

  /** Who waits for each of these agents. */
  Map<Places.Agent, AgentQueue> queues(Set<Places.Agent> agents) {
    Instant now = clock.instant();
    Map<Places.Agent, AgentQueue> queues = new HashMap<>();
    for (Places.Agent agent : agents) {
      queues.put(agent, queue.waiting(agent.tenantId(), agent.number(), Turn.MOST, now));
    }
    return queues;
  }

  /** The feed of changes after an event, at most {@code limit} of them. */
  public List<LiveEvent> changesAfter(long event, int limit) {
    return events.after(event, limit);
  }

  /** Puts down what was asked lately, and raises and ends alarms. */
  public void watch() {
    guard.look(clock.instant());
  }

  public long newestChange() {
    return events.newestId();
  }

  static void requireAllowed(Widget widget, Origin origin) {
    if (!widget.origins().contains(origin)) {
      throw Refusal.originNotAllowed();
    }
  }
}
