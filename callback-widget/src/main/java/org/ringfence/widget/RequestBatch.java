package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Limit;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.WidgetIntake;
import org.ringfence.domain.callback.WidgetIntake.Admitted;
import org.ringfence.domain.callback.WidgetIntake.Callee;
import org.ringfence.domain.callback.WidgetIntake.Repeat;
import org.ringfence.domain.callback.WidgetIntake.Terms;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.tenant.TenantId;

/**
 * Lets in the visitors' requests that came together, in one transaction. Each step asks the
 * database once for all that are still in; who is refused meanwhile has no part in the next ones.
 */
@ApplicationScoped
@Transactional
public class RequestBatch {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9-]{16,64}");

  private final Destinations destinations = new Destinations();
  private WidgetIntake intake;
  private CallbackLimits limits;
  private Guard guard;
  private Clock clock;

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected RequestBatch() {}

  @Inject
  public RequestBatch(WidgetIntake intake, CallbackLimits limits, Guard guard, Clock clock) {
    this.intake = intake;
    this.limits = limits;
    this.guard = guard;
    this.clock = clock;
  }

  /** What became of a request: exactly one of both. */
  record Answer(@Nullable CallbackRequest stored, @Nullable Refusal refused) {
    CallbackRequest orThrow() {
      if (refused != null) {
        throw refused;
      }
      return Objects.requireNonNull(stored);
    }
  }

  /** In their order. */
  List<Answer> take(List<Ask> asks) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Visit> visits = asks.stream().map(Visit::new).toList();
    Map<WidgetKey, Terms> terms =
        intake.terms(asks.stream().map(Ask::key).collect(Collectors.toSet()));
    letIn(visits, visit -> admit(visit, terms.get(visit.ask.key())));
    // Who sends the same twice at the same moment gets the answer of the first.
    Set<Repeat> before = new HashSet<>();
    List<Visit> first = open(visits).filter(visit -> before.add(visit.repeat())).toList();
    work(first, now);
    work(open(visits).toList(), now);
    return visits.stream().map(Visit::answer).toList();
  }

  private void work(List<Visit> visits, Instant now) {
    answerRepeated(visits);
    letIn(visits, visit -> read(visit, now));
    useUpProofs(visits, now);
    letIn(visits, visit -> requireNumber(visit, now));
    turnAwayWhoOptedOut(visits, now);
    count(visits, now);
    store(visits, now);
  }

  /** A visitor's request on its way through the steps. */
  private static final class Visit {
    final Ask ask;
    private @Nullable Terms terms;
    private @Nullable NumberCheck check;
    private @Nullable Wish wish;
    private @Nullable E164 number;
    private @Nullable Answer answer;

    Visit(Ask ask) {
      this.ask = ask;
    }

    boolean isOpen() {
      return answer == null;
    }

    Terms terms() {
      return Objects.requireNonNull(terms);
    }

    PublishedWidget published() {
      return terms().published();
    }

    TenantId tenant() {
      return published().tenantId();
    }

    Repeat repeat() {
      return new Repeat(published().widget().id(), ask.idempotencyKey());
    }

    NumberCheck check() {
      return Objects.requireNonNull(check);
    }

    Wish wish() {
      return Objects.requireNonNull(wish);
    }

    E164 number() {
      return Objects.requireNonNull(number);
    }

    Callee callee() {
      return new Callee(tenant(), number());
    }

    void refuse(Refusal refusal) {
      answer = new Answer(null, refusal);
    }

    Answer answer() {
      return Objects.requireNonNull(answer);
    }
  }

  private static Stream<Visit> open(List<Visit> visits) {
    return visits.stream().filter(Visit::isOpen);
  }

  /** Does it for each that is still in; whom it refuses is out. */
  private static void letIn(List<Visit> visits, Consumer<Visit> step) {
    for (Visit visit : visits) {
      if (visit.isOpen()) {
        try {
          step.accept(visit);
        } catch (Refusal refusal) {
          visit.refuse(refusal);
        }
      }
    }
  }

  private static void admit(Visit visit, @Nullable Terms terms) {
    if (terms == null) {
      throw Refusal.notFound();
    }
    Callbacks.requireAllowed(terms.published().widget(), visit.ask.origin());
    if (!terms.published().widget().enabled() || terms.policy().halted()) {
      throw Refusal.of(
          ProblemType.WIDGET_CLOSED, "This website does not take callbacks at the moment.");
    }
    if (!IDEMPOTENCY_KEY.matcher(visit.ask.idempotencyKey()).matches()) {
      throw Refusal.of(
          ProblemType.MALFORMED,
          "Please send the header Idempotency-Key with a new UUID for every new request.");
    }
    visit.terms = terms;
  }

  private void answerRepeated(List<Visit> visits) {
    Map<Repeat, CallbackRequest> repeated =
        intake.repeated(open(visits).map(Visit::repeat).toList());
    letIn(
        visits,
        visit -> {
          CallbackRequest stored = repeated.get(visit.repeat());
          if (stored != null) {
            answer(visit, stored, callable(check(visit), visit.published().country()));
          }
        });
  }

  private static void answer(Visit visit, CallbackRequest stored, E164 number) {
    if (!stored.visitor().equals(number)) {
      throw Refusal.of(
          ProblemType.KEY_REUSED,
          "This Idempotency-Key was sent with another number before. Please use a new one.");
    }
    visit.answer = new Answer(stored, null);
  }

  private void read(Visit visit, Instant now) {
    // What is no number at all costs nobody anything, and says so at once.
    visit.check = check(visit);
    if (visit.check instanceof NumberCheck.NotANumber) {
      throw notANumber(visit.published().country());
    }
    visit.wish = Wish.of(visit.ask.form(), visit.published().widget(), visit.terms().design(), now);
  }

  private void useUpProofs(List<Visit> visits, Instant now) {
    Map<Visit, Proofs.Proof> proofs = new LinkedHashMap<>();
    open(visits)
        .forEach(
            visit ->
                guard
                    .proof(visit.terms(), visit.ask.origin(), visit.ask.form().proof(), now)
                    .ifPresent(proof -> proofs.put(visit, proof)));
    Map<String, Instant> tokens = new TreeMap<>();
    proofs.values().forEach(proof -> tokens.put(proof.token(), proof.until()));
    Set<String> fresh = new HashSet<>(limits.useUp(tokens));
    letIn(
        visits,
        visit -> {
          Proofs.Proof proof = proofs.get(visit);
          if (proof == null || !fresh.remove(proof.token())) {
            throw Refusal.of(
                ProblemType.PROOF_NEEDED,
                "Please ask for a challenge, solve it and send the proof.");
          }
        });
  }

  private void requireNumber(Visit visit, Instant now) {
    guard.requireFewRefused(visit.terms(), visit.ask.address(), now);
    if (visit.check() instanceof NumberCheck.NotAllowed) {
      throw guard.refusedNumber(visit.terms(), visit.ask.address(), now);
    }
    visit.number = callable(visit.check(), visit.published().country());
  }

  private void turnAwayWhoOptedOut(List<Visit> visits, Instant now) {
    Set<Callee> optedOut = intake.optedOut(open(visits).map(Visit::callee).toList());
    letIn(
        visits,
        visit -> {
          if (optedOut.contains(visit.callee())) {
            throw guard.refusedNumber(visit.terms(), visit.ask.address(), now);
          }
        });
  }

  /** Counts each against every limit, or refuses it. */
  private void count(List<Visit> visits, Instant now) {
    Map<Visit, List<Limit>> wanted = new LinkedHashMap<>();
    open(visits)
        .forEach(
            visit ->
                wanted.put(
                    visit,
                    guard.limits(
                        visit.terms(),
                        visit.number(),
                        new Visitor(visit.ask.address(), visit.ask.form().visitor()))));
    if (wanted.isEmpty()) {
      return;
    }
    CallbackLimits.Ledger ledger = limits.open(wanted.values(), now);
    // From here on the tenants' other requests wait for the end of these.
    Map<TenantId, Guard.Means> means =
        guard.means(wanted.keySet().stream().map(Visit::terms).toList(), now);
    letIn(
        visits,
        visit -> {
          Guard.Means left = Objects.requireNonNull(means.get(visit.tenant()));
          guard.requireMeans(visit.terms(), left);
          guard.take(
              visit.terms(),
              visit.ask.address(),
              ledger,
              Objects.requireNonNull(wanted.get(visit)),
              now);
          means.put(visit.tenant(), left.withOneMore());
        });
    ledger.store();
  }

  private void store(List<Visit> visits, Instant now) {
    List<Visit> admitted = open(visits).toList();
    if (admitted.isEmpty()) {
      return;
    }
    List<CallbackRequest> stored =
        intake.store(admitted.stream().map(visit -> admitted(visit, now)).toList());
    for (int i = 0; i < admitted.size(); i++) {
      CallbackRequest one = stored.get(i);
      letIn(List.of(admitted.get(i)), visit -> answer(visit, one, visit.number()));
    }
  }

  private static Admitted admitted(Visit visit, Instant now) {
    Terms terms = visit.terms();
    Ask ask = visit.ask;
    CallbackRequest request =
        // Who asks for a call at a time is awake then.
        terms
            .rules()
            .taken(
                new CallbackRequest(
                    CallbackId.random(),
                    visit.tenant(),
                    terms.published().widget().id(),
                    visit.wish().agent(),
                    visit.number(),
                    ask.idempotencyKey(),
                    pageOf(ask.origin(), ask.form().page()),
                    CallbackState.QUEUED,
                    "",
                    now,
                    now,
                    visit.wish().dueAt(),
                    0),
                terms.design().anyHour());
    return new Admitted(
        request,
        visit.wish().details(request.id(), ask.origin()),
        terms.design().leadsTo().isPresent());
  }

  private NumberCheck check(Visit visit) {
    PublishedWidget published = visit.published();
    CallbackForm form = visit.ask.form();
    NumberCheck check =
        destinations.check(
            form.number(),
            published.country(),
            visit.terms().policy().countries(),
            form.country().orElse(published.country()));
    // What the PBX would refuse rings no agent's phone first.
    return check instanceof NumberCheck.Callable callable
            && visit
                .terms()
                .calling()
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
            + destinations.example(country).map(example -> ", for example " + example).orElse("")
            + ".");
  }

  /** A page of another site than the one that sent it is a lie or a mistake. */
  private static String pageOf(Origin origin, String page) {
    return page.equals(origin.value()) || page.startsWith(origin.value() + "/") ? page : "";
  }
}
