package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.widget.Callbacks;
import org.ringfence.widget.Guard;
import org.ringfence.widget.Visitors;

/** A widget under attack: the guard as it runs, over the real store, many at the same time. */
class AttackIT {
  private static final int ADDRESSES = 1_000;
  private static final int REQUESTS = 10_000;

  /** Those that come at the same moment. */
  private static final int AT_ONCE = 5;

  /** Moments from one look at the pattern to the next. */
  private static final int WATCH = 3;

  private static final int PROOF_BITS = 4;
  private static final long SEED = 20_261_125;

  /**
   * Of a widget in Germany: premium rate, televoting, shared cost, national numbers and personal
   * numbers, which look like landlines; satellites and networks of no country; countries whose
   * mobiles are dear; and beginnings that look like the own country's or like an emergency's.
   */
  private static final List<String> BLOCKED =
      List.of(
          "+49 900 1%06d",
          "0137 %07d",
          "0180 5%06d",
          "032 2%08d",
          "0700 %08d",
          "+881 6%08d",
          "+882 16%07d",
          "+870 77%07d",
          "+371 2%07d",
          "+252 6%08d",
          "+960 9%06d",
          "+44 70 1%07d",
          "+1 900 55%05d",
          "+53 5%07d",
          "11833",
          "+979 1%08d",
          "+383 43%06d",
          "+675 7%07d");

  private static final E164 VICTIM = new E164("+49308765432");

  /** Time that passes when the test says so. */
  private static final class Hour extends Clock {
    private volatile Instant now = TestDatabase.NOW;

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Hour clock = new Hour();
  private final ExecutorService processes = Executors.newFixedThreadPool(2);
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final Origin origin = new Origin("https://shop.example");
  private final WidgetKey key = WidgetKey.random();
  private final WidgetId widget = WidgetId.random();
  private TestDatabase database;
  private TenantId tenant;
  private Visitors visitors;
  private int flooded;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.clean();
    tenant = database.tenant("acme").id();
    publish(tenant, widget, key);
    visitors = started();
  }

  private void publish(TenantId owner, WidgetId id, WidgetKey by) {
    database.widgets.save(
        owner,
        new Widget(
            id,
            by,
            new DisplayName("Sales " + id),
            Set.of(origin),
            new ExtensionNumber("101"),
            true));
  }

  /** Two processes that know what is stored and nothing else. */
  private Visitors started() {
    return new Visitors(
        () ->
            new Guard(
                database.guards,
                database.limits,
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                PROOF_BITS),
        guard ->
            new Callbacks(
                database.widgets,
                database.callbacks,
                database.queue,
                database.events,
                database.designs,
                database.statistics,
                guard,
                clock),
        database.widgetIntake,
        database.limits,
        clock,
        database::transaction,
        processes);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    processes.shutdownNow();
  }

  @Test
  void nobodyIsCalledWhoMustNotBeAndHonestVisitorsAreStillServed() throws Exception {
    Random random = new Random(SEED);
    List<String> notations = notationsOf("30", "8765432");
    assertThat(notations).hasSize(50).doesNotHaveDuplicates();
    List<E164> honest = new ArrayList<>();
    Map<String, Integer> answers = new TreeMap<>();
    Duration pause = Duration.ofHours(1).dividedBy(REQUESTS / AT_ONCE);
    Duration untilAlarm = Duration.ZERO;
    int hardest = 0;
    long began = System.nanoTime();
    for (int moment = 0; moment < REQUESTS / AT_ONCE; moment++) {
      List<Callable<String>> asking = new ArrayList<>();
      for (int i = moment * AT_ONCE; i < (moment + 1) * AT_ONCE; i++) {
        String number =
            i % 10 == 0
                ? notations.get(i / 10 % notations.size())
                : BLOCKED.get(random.nextInt(BLOCKED.size())).formatted(random.nextInt(100_000));
        String address = "v4 attacker " + i % ADDRESSES;
        asking.add(() -> ask(number, address));
      }
      for (Future<String> answer : threads.invokeAll(asking)) {
        answers.merge(answer.get(), 1, Integer::sum);
      }
      if (moment % 100 == 50) {
        E164 own = new E164("+4989" + (1_000_000 + moment));
        assertThat(ask(own.value(), "v4 honest " + own)).as("%s", own).isEqualTo(Visitors.TAKEN);
        honest.add(own);
      }
      clock.pass(pause);
      if (moment % WATCH == 0) {
        visitors.watch();
        if (database.guards.level(tenant, widget) == 0) {
          untilAlarm = untilAlarm.plus(pause.multipliedBy(WATCH));
        }
        hardest = Math.max(hardest, visitors.bits(key, origin));
      }
    }
    long seconds = (System.nanoTime() - began) / 1_000_000_000;

    List<E164> called = called();
    long toVictim = called.stream().filter(VICTIM::equals).count();
    long wrong = called.stream().filter(n -> !n.equals(VICTIM) && !honest.contains(n)).count();
    System.out.printf(
        "attack: %d requests from %d addresses (%d s, seed %d): calls to blocked numbers %d, to the"
            + " victim %d, of %d honest visitors %d, in all %d of at most %d an hour; alarm after"
            + " %.1f s, proofs of up to %d bits (%d before); answers %s%n",
        REQUESTS,
        ADDRESSES,
        seconds,
        SEED,
        wrong,
        toVictim,
        honest.size(),
        called.stream().filter(honest::contains).count(),
        called.size(),
        CallbackPolicy.DEFAULT.perHour(),
        untilAlarm.toMillis() / 1000.0,
        hardest,
        PROOF_BITS,
        answers);
    assertThat(wrong).isZero();
    assertThat(toVictim).isEqualTo(5);
    assertThat(honest).hasSize(20);
    assertThat(called)
        .containsAll(honest)
        .hasSizeLessThanOrEqualTo(CallbackPolicy.DEFAULT.perHour());
    assertThat(untilAlarm).isLessThan(Duration.ofSeconds(60));
    assertThat(database.guards.alarms(tenant, 10)).hasSize(1);
    assertThat(hardest).isEqualTo(PROOF_BITS + 6);
    assertThat(answers.keySet())
        .as("two answers for all of it, and one for what is no number at all")
        .isSubsetOf(Visitors.TAKEN, "number-not-allowed", "not-now", "number-invalid");

    // It ends by itself when the widget is calm again.
    clock.pass(Duration.ofMinutes(45));
    assertThat(ask("089 2000000", "v4 late")).isEqualTo(Visitors.TAKEN);
    visitors.watch();
    assertThat(database.guards.level(tenant, widget)).isZero();
  }

  @Test
  void aDaysMinutesAreNotPassedHoweverManyAskAtOnce() throws Exception {
    database.guards.save(tenant, new CallbackPolicy(false, Set.of(), 1000, 1000, 15, 5_000));
    List<Callable<String>> asking = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String number = "+49891" + (100_000 + i * 1000);
      String address = "v4 " + i;
      asking.add(() -> ask(number, address));
    }
    threads.invokeAll(asking);

    // Each is taken to need three minutes until it has ended.
    assertThat(called()).hasSize(5);
  }

  /**
   * Who has a thousand addresses and solves every proof can ask for good numbers only; then the
   * owner's limits are all there is. The widgets' processes are started anew again and again.
   */
  @Test
  void aFloodOfGoodNumbersReachesEveryLimitOfItsTenantAndPassesNoneAndOthersAreServed()
      throws Exception {
    int ofWidget = 15;
    int ofTenant = 40;
    int ofMoney = 90;
    int ofMinutes = 100;
    // Three minutes of each are kept, for 30 cents.
    database.rates.save(tenant, CallbackRates.parse("+49 0.1\n+49900 3"));
    database.guards.save(tenant, policy(ofTenant, ofWidget, ofMinutes, ofMoney * 30));
    List<WidgetKey> attacked = List.of(key, WidgetKey.random(), WidgetKey.random());
    publish(tenant, WidgetId.random(), attacked.get(1));
    publish(tenant, WidgetId.random(), attacked.get(2));
    TenantId other = database.tenant("zeta").id();
    WidgetKey others = WidgetKey.random();
    publish(other, WidgetId.random(), others);
    Map<String, Integer> answers = new TreeMap<>();
    int honest = 0;

    for (WidgetKey one : attacked) {
      flood(List.of(one), 40, answers);
    }
    Map<WidgetId, Integer> first = new HashMap<>();
    requests().forEach(one -> first.merge(one.widgetId(), 1, Integer::sum));
    assertThat(first.values())
        .as("two widgets to their own limit, the third to the tenant's")
        .containsExactlyInAnyOrder(ofWidget, ofWidget, ofTenant - 2 * ofWidget);

    int most = ofMoney;
    for (int step = 0; step < 24; step++) {
      visitors.watch();
      visitors = started();
      clock.pass(Duration.ofMinutes(10));
      flood(attacked, 45, answers);
      String number = "+4940" + (1_000_000 + step * 10_000);
      assertThat(visitors.ask(others, origin, number, Visitors.address("203.0.113." + step)))
          .as("an honest visitor of another tenant")
          .isEqualTo(Visitors.TAKEN);
      honest++;
      assertThat(requests()).hasSizeLessThanOrEqualTo(most);
      if (step == 15) {
        assertThat(requests()).as("the day's money, to the cent").hasSize(ofMoney);
        database.guards.save(tenant, policy(ofTenant, ofWidget, ofMinutes, 1_000_000));
        most = ofMinutes;
      }
    }

    List<CallbackRequest> taken = requests();
    assertThat(taken).as("the day's minutes").hasSize(ofMinutes);
    int busiest = 0;
    int busiestWidget = 0;
    for (CallbackRequest end : taken) {
      List<CallbackRequest> hour =
          taken.stream()
              .filter(one -> !one.requestedAt().isAfter(end.requestedAt()))
              .filter(
                  one -> one.requestedAt().isAfter(end.requestedAt().minus(Duration.ofHours(1))))
              .toList();
      busiest = Math.max(busiest, hour.size());
      busiestWidget =
          Math.max(
              busiestWidget,
              (int) hour.stream().filter(one -> one.widgetId().equals(end.widgetId())).count());
    }
    System.out.printf(
        "flood: %d good numbers from as many addresses at %d widgets: taken %d of at most %d by"
            + " minutes (%d by money); in any hour at most %d of %d, of one widget %d of %d; of %d"
            + " honest visitors of another tenant all; answers %s%n",
        flooded,
        attacked.size(),
        taken.size(),
        ofMinutes,
        ofMoney,
        busiest,
        ofTenant,
        busiestWidget,
        ofWidget,
        honest,
        answers);
    assertThat(busiest).isEqualTo(ofTenant);
    assertThat(busiestWidget).isEqualTo(ofWidget);
    assertThat(database.callbacks.list(other, REQUESTS)).hasSize(honest);
    assertThat(answers.keySet()).containsExactlyInAnyOrder(Visitors.TAKEN, "not-now");

    // Three minutes more are one callback more.
    database.guards.save(tenant, policy(ofTenant, ofWidget, ofMinutes + 1, 1_000_000));
    clock.pass(Duration.ofHours(1));
    flood(attacked, 9, answers);
    assertThat(requests()).hasSize(ofMinutes + 1);
  }

  @Test
  void everyAddressOfAnIpv6NetworkIsOneAttacker() throws Exception {
    List<Callable<String>> asking = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String address = Visitors.address("2001:db8:1:2:%x::%x".formatted(i, i * 257));
      String number = "+4989" + (1_000_000 + i * 10_000);
      asking.add(() -> ask(number, address));
    }
    threads.invokeAll(asking);
    assertThat(called()).hasSize(10);

    assertThat(ask("089 9876543", Visitors.address("2001:db8:1:3::1"))).isEqualTo(Visitors.TAKEN);
  }

  private static CallbackPolicy policy(int perHour, int widgetPerHour, int callbacks, int cents) {
    return new CallbackPolicy(false, Set.of(), perHour, widgetPerHour, callbacks * 3, cents);
  }

  /** Many at the same time, each of another address, for a number that nobody asked for before. */
  private void flood(List<WidgetKey> widgets, int requests, Map<String, Integer> answers)
      throws Exception {
    List<Callable<String>> asking = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      int one = flooded++;
      WidgetKey at = widgets.get(i % widgets.size());
      String number = "+4989" + (1_000_000 + one % 800 * 10_000 + one / 800);
      String address = Visitors.address("198.18.%d.%d".formatted(one / 250, one % 250 + 1));
      asking.add(() -> visitors.ask(at, origin, number, address));
    }
    for (Future<String> answer : threads.invokeAll(asking)) {
      answers.merge(answer.get(), 1, Integer::sum);
    }
  }

  private List<CallbackRequest> requests() {
    return database.callbacks.list(tenant, REQUESTS);
  }

  private List<E164> called() {
    return requests().stream().map(CallbackRequest::visitor).toList();
  }

  private String ask(String number, String address) {
    return visitors.ask(key, origin, number, address);
  }

  private static List<String> notationsOf(String area, String local) {
    List<String> all = new ArrayList<>();
    String a = local.substring(0, 3);
    String b = local.substring(3);
    for (String prefix :
        List.of("+49 " + area, "0049 " + area, "0" + area, "(0" + area + ")", "+49 (0) " + area)) {
      for (String rest :
          List.of(
              local,
              a + " " + b,
              a + "-" + b,
              a + "." + b,
              a + "/" + b,
              " " + local,
              " - " + local,
              " / " + a + " " + b,
              "." + local,
              "  " + a + "  " + b)) {
        all.add(prefix + rest);
      }
    }
    return all;
  }
}
