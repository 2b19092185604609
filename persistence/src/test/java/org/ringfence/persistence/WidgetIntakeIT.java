package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackSpend;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetIntake.Admitted;
import org.ringfence.domain.callback.WidgetIntake.Callee;
import org.ringfence.domain.callback.WidgetIntake.Repeat;
import org.ringfence.domain.callback.WidgetIntake.Terms;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.tenant.TenantId;

/** Requests of several tenants' widgets at once: each has what is its own and nothing else. */
class WidgetIntakeIT {
  private static final E164 ADA = new E164("+4930123456");
  private static final E164 BEN = new E164("+4930123457");

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;
  private Widget acmes;
  private Widget zetas;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
    acmes = widget(acme);
    zetas = widget(zeta);
  }

  private Widget widget(TenantId tenant) {
    Widget widget =
        new Widget(
            WidgetId.random(),
            WidgetKey.random(),
            new DisplayName("Sales"),
            Set.of(new Origin("https://shop.example")),
            new ExtensionNumber("101"),
            true);
    database.widgets.save(tenant, widget);
    return widget;
  }

  @Test
  void eachWidgetHasItsOwnersTermsAndTheUsualOnesUntilThereAreAny() {
    CallbackPolicy policy = new CallbackPolicy(false, Set.of(new Country("AT")), 7, 5, 30, 1234);
    DialingRules rules =
        new DialingRules(TrunkChoice.Order.CHEAPEST, new CallingHours(8, 20), Duration.ofHours(3));
    WidgetDesign design = WidgetDesign.read(Map.of("name", "required", "leadsTo", "a@b.example"));
    database.guards.save(acme, policy);
    database.rules.save(acme, rules);
    database.designs.save(acme, acmes.id(), design);
    database.handlings.save(
        acme,
        new CallingPolicy(
            HandlingId.random(),
            new DisplayName(CallingPolicy.NAME),
            Set.of(CallingPolicy.Allowed.FIXED),
            Set.of(),
            Optional.empty(),
            Optional.empty()));
    database.guards.raise(acme, new CallbackAlarm(acmes.id(), 2, 50, 40, NOW, Optional.empty()));

    Map<WidgetKey, Terms> terms =
        database.widgetIntake.terms(Set.of(acmes.key(), zetas.key(), WidgetKey.random()));

    assertThat(terms).containsOnlyKeys(acmes.key(), zetas.key());
    Terms own = Objects.requireNonNull(terms.get(acmes.key()));
    assertThat(own.published()).isEqualTo(database.widgets.findByKey(acmes.key()).orElseThrow());
    assertThat(own.policy()).isEqualTo(policy);
    assertThat(own.rules()).isEqualTo(rules);
    assertThat(own.design()).isEqualTo(design);
    assertThat(own.calling().allowed()).containsExactly(CallingPolicy.Allowed.FIXED);
    assertThat(own.level()).isEqualTo(2);
    Terms usual = Objects.requireNonNull(terms.get(zetas.key()));
    assertThat(usual.published()).isEqualTo(database.widgets.findByKey(zetas.key()).orElseThrow());
    assertThat(usual.policy()).isEqualTo(CallbackPolicy.DEFAULT);
    assertThat(usual.rules()).isEqualTo(DialingRules.DEFAULT);
    assertThat(usual.design()).isEqualTo(WidgetDesign.DEFAULT);
    assertThat(usual.calling()).isEqualTo(CallingPolicy.standard());
    assertThat(usual.level()).isZero();
    assertThat(database.widgetIntake.terms(Set.of())).isEmpty();
    assertThat(database.widgetIntake.terms(Set.of(WidgetKey.random()))).isEmpty();
  }

  @Test
  void whatIsStoredIsTheTenantsOwnAndItsWatchersHearOfIt() {
    CallbackRequest first = request(acme, acmes, "key-of-first", ADA);
    CallbackRequest second = request(zeta, zetas, "key-of-second", BEN);
    LeadDetails details =
        new LeadDetails(first.id(), "Ada", "", "", Map.of("source", "news"), Optional.empty());
    long before = database.events.newestId();

    List<CallbackRequest> stored =
        database.widgetIntake.store(
            List.of(
                new Admitted(second, LeadDetails.none(second.id()), false),
                new Admitted(first, details, true)));

    assertThat(stored).containsExactly(second, first);
    assertThat(database.callbacks.list(acme, 10)).containsExactly(first);
    assertThat(database.callbacks.list(zeta, 10)).containsExactly(second);
    assertThat(database.leads.find(acme, first.id()).orElseThrow().details()).isEqualTo(details);
    assertThat(database.leads.find(zeta, second.id()).orElseThrow().details())
        .isEqualTo(LeadDetails.none(second.id()));
    assertThat(database.events.after(before, 10))
        .extracting(LiveEvent::tenantId, LiveEvent::kind, LiveEvent::subject)
        .containsExactlyInAnyOrder(
            tuple(Optional.of(acme), "callback", first.id().toString()),
            tuple(Optional.of(zeta), "callback", second.id().toString()));
  }

  @Test
  void whatIsSentAgainIsTheRequestThatIsThere() {
    CallbackRequest first = request(acme, acmes, "the-same-key", ADA);
    store(first);

    CallbackRequest again = request(acme, acmes, "the-same-key", ADA);
    CallbackRequest other = request(zeta, zetas, "the-same-key", BEN);
    assertThat(store(again, other)).containsExactly(first, other);
    assertThat(database.callbacks.list(acme, 10)).containsExactly(first);
    Repeat known = new Repeat(acmes.id(), "the-same-key");
    assertThat(
            database.widgetIntake.repeated(List.of(known, new Repeat(acmes.id(), "another-key"))))
        .containsOnly(Map.entry(known, first));
    assertThat(database.widgetIntake.repeated(List.of())).isEmpty();
  }

  @Test
  void whoOptedOutDidSoAtOneTenant() {
    database.guards.optOut(acme, ADA, NOW);

    assertThat(
            database.widgetIntake.optedOut(
                List.of(new Callee(acme, ADA), new Callee(acme, BEN), new Callee(zeta, ADA))))
        .containsExactly(new Callee(acme, ADA));
    assertThat(database.widgetIntake.optedOut(List.of())).isEmpty();
  }

  @Test
  void aDayIsWhatEachTenantUsedAndWhatIsStillToCome() {
    store(request(acme, acmes, "key-1", ADA), request(acme, acmes, "key-2", BEN));
    database.guards.addSpend(acme, 90, 12_345, NOW);
    database.guards.addSpend(acme, 7, 7, NOW.minus(Duration.ofDays(1)));

    assertThat(database.guards.spends(Set.of(acme, zeta), NOW))
        .containsOnly(
            Map.entry(acme, new CallbackSpend(90, 2, 2)), Map.entry(zeta, CallbackSpend.NONE));
    assertThat(database.guards.spends(Set.of(), NOW)).isEmpty();

    CallbackRates rates = CallbackRates.parse("+49 0.012\n+4917 0.08");
    database.rates.save(zeta, rates);
    assertThat(database.guards.spends(Set.of(acme, zeta), NOW))
        .as("with the rates that the rest will cost")
        .containsOnly(
            Map.entry(acme, new CallbackSpend(90, 2, 2)),
            Map.entry(zeta, new CallbackSpend(0, 0, 0, rates)));
  }

  @Test
  void processesThatStoreTheSameAtOnceKeepOneOfEach() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(4);
    List<Future<List<CallbackRequest>>> answers = new ArrayList<>();
    try {
      for (int round = 0; round < 20; round++) {
        CallbackRequest one = request(acme, acmes, "key-a-" + round / 4, ADA);
        CallbackRequest two = request(zeta, zetas, "key-b-" + round / 4, BEN);
        boolean other = round % 2 == 0;
        answers.add(processes.submit(() -> other ? store(two, one) : store(one, two)));
      }
      for (Future<List<CallbackRequest>> answer : answers) {
        assertThat(answer.get()).hasSize(2);
      }
    } finally {
      processes.shutdownNow();
    }
    assertThat(database.callbacks.list(acme, 100)).hasSize(5);
    assertThat(database.callbacks.list(zeta, 100)).hasSize(5);
  }

  private List<CallbackRequest> store(CallbackRequest... requests) {
    return database.widgetIntake.store(
        List.of(requests).stream()
            .map(one -> new Admitted(one, LeadDetails.none(one.id()), false))
            .toList());
  }

  private static CallbackRequest request(
      TenantId tenant, Widget widget, String idempotencyKey, E164 visitor) {
    return new CallbackRequest(
        CallbackId.random(),
        tenant,
        widget.id(),
        widget.agent(),
        visitor,
        idempotencyKey,
        "",
        CallbackState.QUEUED,
        "",
        NOW,
        NOW,
        NOW,
        0);
  }
}
