package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AgentQueue;
import org.ringfence.domain.callback.CallbackGuardRepository;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackQueue;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.callback.LeadRepository;
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

/**
 * What anonymous visitors may do: look at a widget, ask for a call, follow it. The only transaction
 * boundary of the edge; when a method returns, what it stored is committed.
 *
 * <p>Every method that serves a visitor takes the origin of the page and refuses it unless the
 * widget's owner listed it.
 */
@ApplicationScoped
@Transactional(dontRollbackOn = Refusal.class)
public class Callbacks {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9-]{16,64}");

  private final Destinations destinations = new Destinations();
  private WidgetRepository widgets;
  private CallbackRepository requests;
  private CallbackQueue queue;
  private CallbackGuardRepository guards;
  private DialingRulesRepository rules;
  private LiveEvents events;
  private WidgetDesignRepository designs;
  private LeadRepository leads;
  private LeadLetters letters;
  private Clock clock;
  private Guard guard;
  private Sightings sightings;
  private WidgetStatistics statistics;
  private final ViewCounter views = new ViewCounter();

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected Callbacks() {}

  /**
   * All that visitors need is injected.
   *
   * @param masterKey what all processes of an instance share; the guard derives a key of its own
   * @param proofBits zero bits of a proof while nothing is wrong
   */
  @Inject
  public Callbacks(
      WidgetRepository widgets,
      CallbackRepository requests,
      CallbackQueue queue,
      CallbackGuardRepository guards,
      CallbackLimits limits,
      DialingRulesRepository rules,
      LiveEvents events,
      WidgetDesignRepository designs,
      LeadRepository leads,
      LeadLetters letters,
      WidgetStatistics statistics,
      Clock clock,
      @ConfigProperty(name = "ringfence.master.key") String masterKey,
      @ConfigProperty(name = "ringfence.widget.proof.bits", defaultValue = "16") int proofBits) {
    this.widgets = widgets;
    this.requests = requests;
    this.queue = queue;
    this.guards = guards;
    this.rules = rules;
    this.events = events;
    this.designs = designs;
    this.leads = leads;
    this.letters = letters;
    this.statistics = statistics;
    this.sightings = new Sightings(designs);
    this.clock = clock;
    this.guard =
        new Guard(guards, limits, Base64.getDecoder().decode(masterKey.strip()), proofBits);
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
    boolean on = isOn(published);
    boolean open = on && design.isOpen(now);
    return new Appearance(
        published,
        design,
        open,
        on && offersTimes(design, now) ? design.slots(now) : List.of(),
        example(published.country()),
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

  /** What the visitor's browser has to solve before it asks for a call. */
  public String challenge(WidgetKey key, Origin origin) {
    return guard.challenge(widget(key, origin), origin, clock.instant());
  }

  /** Whether the widget takes requests: neither it nor all of the tenant's are switched off. */
  private boolean isOn(PublishedWidget published) {
    return published.widget().enabled() && !guard.halted(published.tenantId());
  }

  /**
   * Stores the request for a call, once per idempotency key. A request that is repeated needs no
   * proof and counts against no limit: it was let in before. What a refusal used up (the proof)
   * stays used, so that a refusal is not an offer to try further numbers with it.
   *
   * @param address the visitor's, from {@link ClientAddress}
   */
  CallbackRequest request(
      WidgetKey key, Origin origin, String idempotencyKey, CallbackForm form, String address) {
    PublishedWidget published = widget(key, origin);
    Widget widget = published.widget();
    CallbackPolicy policy = guards.policy(published.tenantId());
    if (!widget.enabled() || policy.halted()) {
      throw Refusal.of(
          ProblemType.WIDGET_CLOSED, "This website does not take callbacks at the moment.");
    }
    if (!IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
      throw Refusal.of(
          ProblemType.MALFORMED,
          "Please send the header Idempotency-Key with a new UUID for every new request.");
    }
    Optional<CallbackRequest> repeated =
        guards
            .repeated(published.tenantId(), widget.id(), idempotencyKey)
            .flatMap(id -> requests.find(published.tenantId(), id));
    if (repeated.isPresent()) {
      return same(
          repeated.get(), callable(check(form.number(), published, policy), published.country()));
    }
    // What is no number at all costs nobody anything, and says so at once.
    NumberCheck check = check(form.number(), published, policy);
    if (check instanceof NumberCheck.NotANumber) {
      throw notANumber(published.country());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    WidgetDesign design = designs.design(published.tenantId(), widget.id());
    Wish wish = Wish.of(form, widget, design, now);
    guard.requireProof(published, origin, form.proof(), now);
    if (check instanceof NumberCheck.NotAllowed) {
      guard.countRefusedNumber(published);
    }
    E164 number = callable(check, published.country());
    guard.require(published, policy, number, new Visitor(address, form.visitor()), now);
    CallbackRequest stored =
        requests.enqueue(
            published.tenantId(),
            // Who asks for a call at a time is awake then.
            rules
                .find(published.tenantId())
                .taken(
                    new CallbackRequest(
                        CallbackId.random(),
                        published.tenantId(),
                        widget.id(),
                        wish.agent(),
                        number,
                        idempotencyKey,
                        pageOf(origin, form.page()),
                        CallbackState.QUEUED,
                        "",
                        now,
                        now,
                        wish.dueAt(),
                        0),
                    design.anyHour()));
    leads.add(published.tenantId(), wish.details(stored.id(), origin));
    if (design.leadsTo().isPresent()) {
      letters.write(published.tenantId(), stored.id(), now);
    }
    return same(stored, number);
  }

  private static CallbackRequest same(CallbackRequest stored, E164 number) {
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

  private NumberCheck check(String typed, PublishedWidget published, CallbackPolicy policy) {
    NumberCheck check = destinations.check(typed, published.country(), policy.countries());
    // What the PBX would refuse rings no agent's phone first.
    return check instanceof NumberCheck.Callable callable
            && guards
                .callingPolicy(published.tenantId())
                .refusal(NumberRanges.of(callable.number()), published.country())
                .isPresent()
        ? new NumberCheck.NotAllowed()
        : check;
  }

  private E164 callable(NumberCheck check, Country country) {
    if (check instanceof NumberCheck.Callable callable) {
      return callable.number();
    }
    throw check instanceof NumberCheck.NotAllowed
        ? Refusal.numberNotAllowed(country)
        : notANumber(country);
  }

  private Refusal notANumber(Country country) {
    return Refusal.ofNumber(
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
