package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.AlarmLetters.Outgoing;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.CallbackGuardRepository.Seen;
import org.ringfence.domain.callback.CallbackLimits;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackTally;
import org.ringfence.domain.callback.Limit;
import org.ringfence.domain.callback.Limit.Scope;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.tenant.TenantId;

class CallbackGuardIT {
  private static final Instant NOW = TestDatabase.NOW;
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private TestDatabase database;
  private TenantId tenant;
  private TenantId other;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.clean();
    tenant = database.tenant("acme").id();
    other = database.tenant("other").id();
  }

  @Test
  void theCallingPolicyIsTheTenantsOwnAndTheUsualUntilThereIsOne() throws Exception {
    assertThat(database.guards.callingPolicy(tenant)).isEqualTo(CallingPolicy.standard());
    CallingPolicy own =
        new CallingPolicy(
            HandlingId.random(),
            new DisplayName(CallingPolicy.NAME),
            Set.of(CallingPolicy.Allowed.FIXED),
            Set.of(new Country("AT")),
            Optional.empty(),
            Optional.empty());
    database.handlings.save(tenant, own);

    assertThat(database.guards.callingPolicy(tenant)).isEqualTo(own);
    assertThat(database.guards.callingPolicy(other)).isEqualTo(CallingPolicy.standard());
  }

  @Test
  void aLimitHoldsInEverySpanOfItsLength() throws Exception {
    Limit limit = number("a", 3);

    for (int minute : new int[] {0, 5, 9}) {
      assertThat(take(NOW.plus(Duration.ofMinutes(minute)), limit)).isEmpty();
    }
    assertThat(take(NOW.plus(TEN_MINUTES).minusMillis(1), limit)).contains(limit);
    assertThat(take(NOW.plus(TEN_MINUTES), limit)).isEmpty();
    // The third and fourth still count.
    assertThat(take(NOW.plus(Duration.ofMinutes(14)), limit)).contains(limit);
    assertThat(take(NOW.plus(Duration.ofMinutes(15)), limit)).isEmpty();
  }

  @Test
  void whatOneLimitRefusesCountsAgainstNoOther() throws Exception {
    Limit wide = new Limit(Scope.TENANT, "t", 2, TEN_MINUTES);
    assertThat(take(NOW, number("a", 1), wide)).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(take(NOW, number("a", 1), wide)).contains(number("a", 1));
    }

    assertThat(take(NOW, number("b", 1), wide)).isEmpty();
    assertThat(take(NOW, number("c", 1), wide)).contains(wide);
  }

  @Test
  void manyAtOnceNeverPassALimitAndNeverDeadlock() throws Exception {
    Limit tenantWide = new Limit(Scope.TENANT, "t", 20, TEN_MINUTES);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Optional<Limit>>> answers = new ArrayList<>();
    try {
      for (int i = 0; i < 120; i++) {
        Limit own = number("n" + i % 7, 1000);
        Limit same = new Limit(Scope.ADDRESS, "a" + i % 5, 1000, TEN_MINUTES);
        Callable<Optional<Limit>> take = () -> take(NOW, tenantWide, own, same);
        answers.add(threads.submit(take));
      }
      int granted = 0;
      for (Future<Optional<Limit>> answer : answers) {
        granted += answer.get().isEmpty() ? 1 : 0;
      }
      assertThat(granted).isEqualTo(20);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whoIsRefusedInABatchCountsAgainstNothing() throws Exception {
    Limit shared = number("shared", 1);
    Limit first = number("first", 1);
    Limit second = number("second", 1);
    database.transaction(
        () -> {
          CallbackLimits.Ledger ledger =
              database.limits.open(List.of(List.of(shared, first), List.of(shared, second)), NOW);
          assertThat(ledger.take(List.of(shared, first))).isEmpty();
          assertThat(ledger.take(List.of(shared, second))).contains(shared);
          ledger.store();
          return "";
        });

    assertThat(take(NOW, second)).isEmpty();
    assertThat(take(NOW, first)).contains(first);
  }

  @Test
  void aProofIsUsedUpOnce() throws Exception {
    Instant until = NOW.plusSeconds(60);
    assertThat(database.limits.useUp(Map.of())).isEmpty();
    assertThat(database.limits.useUp(Map.of("proof", until))).containsExactly("proof");
    assertThat(database.limits.useUp(Map.of("proof", until))).isEmpty();
    assertThat(database.limits.useUp(Map.of("proof", until, "another", until, "third", until)))
        .containsExactlyInAnyOrder("another", "third");
  }

  @Test
  void onlyWhatHasNoEffectAnyMoreIsForgotten() throws Exception {
    Limit limit = number("a", 1);
    take(NOW, limit);
    database.limits.useUp(Map.of("proof", NOW.plus(TEN_MINUTES)));

    database.limits.forget(NOW.plus(TEN_MINUTES).minusSeconds(1));
    assertThat(take(NOW.plusSeconds(1), limit)).contains(limit);
    assertThat(database.limits.useUp(Map.of("proof", NOW))).isEmpty();
    database.limits.forget(NOW.plus(TEN_MINUTES).plusSeconds(1));
    assertThat(database.sql("DELETE FROM callback_limit")).isZero();
    assertThat(database.sql("DELETE FROM callback_used_proof")).isZero();
  }

  @Test
  void aPolicyIsTheDefaultUntilItIsSaved() throws Exception {
    CallbackPolicy own =
        new CallbackPolicy(false, Set.of(new Country("AT"), new Country("CH")), 7, 5, 30, 1234);
    assertThat(database.guards.policy(tenant)).isEqualTo(CallbackPolicy.DEFAULT);

    database.guards.save(tenant, own);
    database.guards.save(tenant, own);

    assertThat(database.guards.policy(tenant)).isEqualTo(own);
    assertThat(database.guards.policy(other)).isEqualTo(CallbackPolicy.DEFAULT);
  }

  @Test
  void limitsAreSavedWithoutTouchingTheKillSwitchAndTheOtherWayRound() throws Exception {
    CallbackPolicy own = new CallbackPolicy(false, Set.of(new Country("AT")), 7, 5, 30, 1234);

    database.guards.halt(tenant, true);
    assertThat(database.guards.policy(tenant).halted()).isTrue();
    // Whoever saves limits may have read them before the switch was thrown.
    database.guards.save(tenant, own);

    assertThat(database.guards.policy(tenant))
        .isEqualTo(new CallbackPolicy(true, own.countries(), 7, 5, 30, 1234));
    assertThat(database.guards.policy(other).halted()).isFalse();

    database.guards.halt(tenant, false);
    assertThat(database.guards.policy(tenant)).isEqualTo(own);
  }

  @Test
  void aDaysUseAddsUpAndEndsWithTheDay() throws Exception {
    database.guards.addSpend(tenant, 90, 119_000, NOW);
    database.guards.addSpend(tenant, 30, 22_000, NOW.plusSeconds(60));
    database.guards.addSpend(other, 999, 999, NOW);

    assertThat(database.guards.spend(tenant, NOW).seconds()).isEqualTo(120);
    assertThat(database.guards.spend(tenant, NOW).cents()).isEqualTo(15);
    assertThat(database.guards.spend(tenant, NOW.plus(Duration.ofDays(1))).seconds()).isZero();
  }

  @Test
  void whoOptsOutIsNotCalledByThisTenantAgain() throws Exception {
    E164 number = new E164("+4930123456");
    database.guards.optOut(tenant, number, NOW);
    database.guards.optOut(tenant, number, NOW.plusSeconds(1));

    assertThat(database.guards.hasOptedOut(tenant, number)).isTrue();
    assertThat(database.guards.hasOptedOut(tenant, new E164("+4930123457"))).isFalse();
    assertThat(database.guards.hasOptedOut(other, number)).isFalse();
    assertThat(database.guards.optedOut(tenant, 10)).containsExactly(number);
  }

  @Test
  void requestsAreCountedByMinute() throws Exception {
    WidgetId widget = WidgetId.random();
    WidgetId another = WidgetId.random();
    count(NOW, new Seen(tenant, widget, new CallbackTally(3, 1, 1, 1)));
    count(
        NOW,
        new Seen(tenant, widget, new CallbackTally(2, 2, 0, 0)),
        new Seen(other, another, new CallbackTally(7, 0, 0, 7)));
    count(NOW.plusSeconds(120), new Seen(tenant, widget, new CallbackTally(1, 0, 1, 0)));

    assertThat(database.guards.counted(List.of(widget, another), NOW, NOW.plusSeconds(60)))
        .containsOnly(
            Map.entry(widget, new CallbackTally(5, 3, 1, 1)),
            Map.entry(another, new CallbackTally(7, 0, 0, 7)));
    assertThat(database.guards.counted(List.of(WidgetId.random()), NOW, NOW.plusSeconds(600)))
        .isEmpty();
    assertThat(database.guards.counted(List.of(), NOW, NOW.plusSeconds(600))).isEmpty();
  }

  private void count(Instant now, Seen... more) {
    database.guards.count(List.of(more), now);
  }

  @Test
  void alarmsOfAllTenantsThatAreOpenForLong() {
    WidgetId old = WidgetId.random();
    WidgetId ended = WidgetId.random();
    database.guards.raise(tenant, new CallbackAlarm(old, 1, 40, 2, NOW, Optional.empty()));
    database.guards.raise(other, new CallbackAlarm(ended, 1, 40, 2, NOW, Optional.empty()));
    database.guards.end(other, ended, NOW.plusSeconds(5));

    assertThat(database.guards.alarmsSince(NOW)).isEmpty();
    assertThat(database.guards.alarmsSince(NOW.plusSeconds(1)))
        .containsOnly(Map.entry(old, tenant));
  }

  @Test
  void anAlarmIsOneUntilItEnds() throws Exception {
    WidgetId widget = WidgetId.random();
    CallbackAlarm first = new CallbackAlarm(widget, 1, 40, 2, NOW, Optional.empty());
    assertThat(database.guards.raise(tenant, first)).isTrue();
    assertThat(database.guards.raise(tenant, first)).isFalse();
    assertThat(
            database.guards.raise(
                tenant, new CallbackAlarm(widget, 3, 900, 2, NOW.plusSeconds(9), Optional.empty())))
        .isTrue();

    assertThat(database.guards.level(tenant, widget)).isEqualTo(3);
    assertThat(database.guards.level(other, widget)).isZero();
    assertThat(database.guards.alarms(tenant, 10))
        .containsExactly(new CallbackAlarm(widget, 3, 900, 2, NOW, Optional.empty()));
    assertThat(database.guards.end(other, widget, NOW)).isFalse();
    assertThat(database.guards.end(tenant, widget, NOW.plusSeconds(60))).isTrue();
    assertThat(database.guards.level(tenant, widget)).isZero();
    assertThat(database.guards.raise(tenant, first)).isTrue();
    assertThat(database.guards.alarms(tenant, 10)).hasSize(2);
  }

  @Test
  void anAlarmIsTheNewsOfALetterEachTimeItGetsWorse() throws Exception {
    WidgetId widget = WidgetId.random();
    database.widgets.save(
        tenant,
        new Widget(
            widget,
            WidgetKey.random(),
            new DisplayName("Sales"),
            Set.of(new Origin("https://shop.example")),
            new ExtensionNumber("101"),
            true));
    CallbackAlarm first = new CallbackAlarm(widget, 1, 40, 2, NOW, Optional.empty());
    CallbackAlarm worse = new CallbackAlarm(widget, 3, 900, 2, NOW, Optional.empty());
    database.guards.raise(tenant, first);
    assertThat(letter(NOW)).contains(new Outgoing(tenant, first, new DisplayName("Sales")));
    assertThat(letter(NOW)).as("under way").isEmpty();
    assertThat(letter(NOW.plus(TEN_MINUTES))).as("not heard of").isPresent();

    database.guards.raise(tenant, worse);
    database.alarmLetters.sent(tenant, first);
    assertThat(letter(NOW)).map(Outgoing::alarm).contains(worse);
    database.alarmLetters.sent(other, worse);
    assertThat(letter(NOW.plus(TEN_MINUTES))).as("a foreign one").isPresent();
    database.alarmLetters.sent(tenant, worse);
    database.guards.raise(tenant, worse);
    assertThat(letter(NOW.plus(TEN_MINUTES.multipliedBy(2)))).isEmpty();

    database.guards.end(tenant, widget, NOW.plusSeconds(60));
    database.guards.raise(tenant, first);
    assertThat(database.alarmLetters.claim(TEN_MINUTES, NOW.plusSeconds(1), NOW.plus(TEN_MINUTES)))
        .as("too old to be news")
        .isEmpty();
    assertThat(letter(NOW)).isPresent();
  }

  private Optional<Outgoing> letter(Instant now) {
    return database.alarmLetters.claim(Duration.ofMinutes(5), NOW.minusSeconds(60), now);
  }

  private Optional<Limit> take(Instant now, Limit... limits) throws Exception {
    List<Limit> all = List.of(limits);
    return database.transaction(
        () -> {
          CallbackLimits.Ledger ledger = database.limits.open(List.of(all), now);
          Optional<Limit> reached = ledger.take(all);
          ledger.store();
          return reached;
        });
  }

  private static Limit number(String subject, int most) {
    return new Limit(Scope.NUMBER, subject, most, TEN_MINUTES);
  }
}
