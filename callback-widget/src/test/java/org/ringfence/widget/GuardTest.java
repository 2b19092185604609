package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetKey;

/** What keeps a widget from becoming a weapon or a bill. */
class GuardTest {
  private static final int ADDRESSES = 1_000;
  private static final int REQUESTS = 10_000;

  /** Regions of the library that are no countries of ISO 3166-1. */
  private static final Set<String> NO_COUNTRIES = Set.of("AC", "TA", "XK");

  private final Shop shop = new Shop("https://shop.example");

  @Test
  void aProofCountsOnceAndOnlyForItsWidgetWebsiteTimeAndWork() {
    Proofs proofs = new Proofs(new byte[32]);
    WidgetKey key = shop.key;
    Origin origin = shop.origin;
    String proof = solved(proofs.challenge(key, origin, 8, shop.clock.instant()), 8);

    assertThat(proofs.check(proof, key, origin, 8, shop.clock.instant())).isPresent();
    assertThat(proofs.check(proof, key, origin, 9, shop.clock.instant())).isEmpty();
    assertThat(proofs.check(proof, WidgetKey.random(), origin, 8, shop.clock.instant())).isEmpty();
    assertThat(proofs.check(proof, key, new Origin("https://a.example"), 8, shop.clock.instant()))
        .isEmpty();
    assertThat(new Proofs(new byte[] {1}).check(proof, key, origin, 8, shop.clock.instant()))
        .isEmpty();
    assertThat(proofs.check(proof, key, origin, 8, shop.clock.instant().plus(Proofs.VALID)))
        .isEmpty();
    // One digit moved across the border between what we signed and what the visitor chose.
    assertThat(proofs.check(proof.replace(":", "0:"), key, origin, 0, shop.clock.instant()))
        .isEmpty();
    assertThat(proofs.check("0" + proof, key, origin, 0, shop.clock.instant())).isEmpty();
    assertThat(
            proofs.check(
                proof.substring(0, proof.indexOf(':')) + ":x",
                key,
                origin,
                0,
                shop.clock.instant()))
        .isEmpty();
  }

  @Test
  void aProofIsUsedUpByARefusalAsWell() {
    CallbackForm form = shop.form("0900 1234567", "");
    assertRefused(() -> ask(form, "v4 1"), ProblemType.NUMBER_NOT_ALLOWED);

    assertRefused(
        () -> ask(new CallbackForm("030 123456", "", form.visitor(), form.proof()), "v4 1"),
        ProblemType.PROOF_NEEDED);
    assertRefused(
        () -> ask(new CallbackForm("030 123456", "", "", ""), "v4 1"), ProblemType.PROOF_NEEDED);
    assertThat(shop.requests.all()).isEmpty();
  }

  @Test
  void aRepeatedRequestNeedsNoSecondProof() {
    String key = UUID.randomUUID().toString();
    CallbackForm form = shop.form("030 123456", "");
    CallbackRequest first = shop.callbacks.request(shop.key, shop.origin, key, form, "v4 1");

    assertThat(shop.callbacks.request(shop.key, shop.origin, key, form, "v4 1")).isEqualTo(first);
  }

  @Test
  void oneVisitorAsksOnceInFiveMinutes() {
    String visitor = UUID.randomUUID().toString();
    ask(new CallbackForm("030 123456", "", visitor, shop.proof()), "v4 1");

    assertRefused(
        () -> ask(new CallbackForm("030 654321", "", visitor, shop.proof()), "v4 2"),
        ProblemType.NOT_NOW);
    shop.clock.pass(Duration.ofMinutes(5));
    ask(new CallbackForm("030 654321", "", visitor, shop.proof()), "v4 2");
  }

  @Test
  void oneAddressAsksTenTimesAnHour() {
    for (int i = 0; i < 10; i++) {
      ask(shop.form("030 12345" + i, ""), "v4 1");
    }

    assertRefused(() -> ask(shop.form("030 999999", ""), "v4 1"), ProblemType.NOT_NOW);
    ask(shop.form("030 999999", ""), "v4 2");
  }

  @Test
  void numbersThatDifferInTheirLastFourDigitsShareALimit() {
    for (int i = 0; i < 20; i++) {
      ask(shop.form("030 6543" + (1000 + i), ""), "v4 " + i);
    }

    assertRefused(
        () -> ask(shop.form("030 65432000", ""), "v4 99"), ProblemType.NUMBER_NOT_ALLOWED);
    ask(shop.form("030 76543000", ""), "v4 99");
  }

  @Test
  void whoOptedOutGetsTheSameAnswerAsANumberThatIsNeverCalled() {
    shop.guards.optOut(shop.tenant, new E164("+4930123456"), shop.clock.instant());

    Refusal optedOut = refusal(() -> ask(shop.form("030 123456", ""), "v4 1"));
    Refusal premium = refusal(() -> ask(shop.form("0900 1234567", ""), "v4 2"));
    assertThat(optedOut.type()).isEqualTo(premium.type());
    assertThat(optedOut.sentence()).isEqualTo(premium.sentence());
  }

  @Test
  void theKillSwitchClosesEveryWidgetAtOnce() {
    shop.guards.halt(shop.tenant, true);

    assertThat(shop.callbacks.appearance(shop.key, shop.origin, "en").open()).isFalse();
    assertRefused(() -> ask(shop.form("030 123456", ""), "v4 1"), ProblemType.WIDGET_CLOSED);
  }

  @Test
  void aDaysMinutesAndMoneyAreNeverPassed() {
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 60, 60, 10, 500));
    for (int i = 0; i < 3; i++) {
      ask(shop.form("030 12345" + i, ""), "v4 " + i);
    }
    // Three open callbacks are taken to need nine of the ten minutes.
    assertRefused(() -> ask(shop.form("030 123459", ""), "v4 9"), ProblemType.NOT_NOW);
    shop.requests.all().forEach(each -> shop.move(each.id(), CallbackState.ENDED));
    shop.guards.addSpend(shop.tenant, 60, 499, shop.clock.instant());
    ask(shop.form("030 123459", ""), "v4 9");
    shop.guards.addSpend(shop.tenant, 0, 1, shop.clock.instant());
    assertRefused(() -> ask(shop.form("030 123458", ""), "v4 8"), ProblemType.NOT_NOW);
  }

  @Test
  void anotherCountryIsCalledOnlyWhenTheTenantAllowsItAndNeverItsExpensiveNumbers() {
    assertRefused(
        () -> ask(shop.form("+43 1 5880058", ""), "v4 1"), ProblemType.NUMBER_NOT_ALLOWED);
    shop.guards.save(
        shop.tenant, new CallbackPolicy(false, Set.of(new Country("AT")), 60, 60, 600, 5000));

    assertThat(ask(shop.form("+43 1 5880058", ""), "v4 2").visitor())
        .isEqualTo(new E164("+4315880058"));
    assertRefused(
        () -> ask(shop.form("+43 900 123456", ""), "v4 3"), ProblemType.NUMBER_NOT_ALLOWED);
    assertRefused(
        () -> ask(shop.form("+881 612 345 678", ""), "v4 4"), ProblemType.NUMBER_NOT_ALLOWED);
  }

  /** The attack run: ten thousand requests in an hour, each with a proof of its own. */
  @Test
  void anAttackReachesNobodyItShouldNotAndHonestVisitorsAreStillServed() {
    long seed = 20_261_125;
    Random random = new Random(seed);
    List<String> blocked =
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
            "118%02d",
            "+979 1%08d",
            "+383 43%06d",
            "+675 7%07d");
    List<String> notations = notationsOf("30", "8765432");
    assertThat(notations).hasSize(50).doesNotHaveDuplicates();
    E164 victim = new E164("+49308765432");
    List<E164> honest = new ArrayList<>();
    Map<ProblemType, Integer> refusals = new HashMap<>();
    Duration pause = Duration.ofHours(1).dividedBy(REQUESTS);
    Duration untilAlarm = Duration.ZERO;
    int hardest = 0;
    for (int i = 0; i < REQUESTS; i++) {
      String number =
          i % 10 == 0
              ? notations.get(i / 10 % notations.size())
              : String.format(blocked.get(random.nextInt(blocked.size())), random.nextInt(100_000));
      CallbackForm form = shop.form(number, "");
      hardest =
          Math.max(hardest, Integer.parseInt(form.proof().substring(0, form.proof().indexOf('.'))));
      String address = "v4 attacker " + i % ADDRESSES;
      try {
        ask(form, address);
      } catch (Refusal refusal) {
        refusals.merge(refusal.type(), 1, Integer::sum);
      }
      if (i % 500 == 250) {
        E164 own = new E164("+4989" + (1_000_000 + i));
        assertThatCode(() -> ask(shop.form(own.value(), ""), "v4 honest " + own))
            .as("%s; called so far: %s", own, shop.requests.all())
            .doesNotThrowAnyException();
        honest.add(own);
      }
      shop.clock.pass(pause);
      if (i % 6 == 0) {
        shop.callbacks.watch();
      }
      if (shop.guards.level(shop.tenant, shop.id) == 0) {
        untilAlarm = untilAlarm.plus(pause);
      }
    }

    List<E164> called = shop.requests.all().stream().map(CallbackRequest::visitor).toList();
    assertThat(honest).hasSize(20);
    assertThat(called).as("seed %s", seed).containsAll(honest);
    assertThat(called).filteredOn(number -> !honest.contains(number)).containsOnly(victim);
    assertThat(called).filteredOn(victim::equals).hasSize(5);
    assertThat(called).hasSizeLessThanOrEqualTo(CallbackPolicy.DEFAULT.perHour());
    assertThat(untilAlarm).isLessThan(Duration.ofSeconds(60));
    assertThat(hardest).isEqualTo(Shop.PROOF_BITS + 6);
    assertThat(refusals.keySet())
        .as("two answers for all of it, and one for what is no number at all")
        .isSubsetOf(
            ProblemType.NUMBER_NOT_ALLOWED, ProblemType.NOT_NOW, ProblemType.NUMBER_INVALID);

    // It ends by itself when the widget is calm again.
    shop.clock.pass(Duration.ofMinutes(45));
    ask(shop.form("089 2000000", ""), "v4 late");
    shop.callbacks.watch();
    assertThat(shop.guards.level(shop.tenant, shop.id)).isZero();
  }

  /**
   * What a widget accepts is what its number means in every notation, for every region there is.
   */
  @Test
  void whatIsAcceptedIsTheSameNumberInEveryRegion() {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    Destinations destinations = new Destinations();
    int accepted = 0;
    for (String region : numbers.getSupportedRegions()) {
      for (PhoneNumberUtil.PhoneNumberType kind : PhoneNumberUtil.PhoneNumberType.values()) {
        var example = numbers.getExampleNumberForType(region, kind);
        if (example == null) {
          continue;
        }
        String dialled = numbers.format(example, PhoneNumberFormat.E164);
        for (PhoneNumberFormat format : PhoneNumberFormat.values()) {
          if (NO_COUNTRIES.contains(region) && format == PhoneNumberFormat.NATIONAL) {
            continue;
          }
          NumberCheck check =
              destinations.check(numbers.format(example, format), countryOf(region));
          if (check instanceof NumberCheck.Callable callable) {
            assertThat(callable.number().value())
                .as("%s %s %s", region, kind, format)
                .isEqualTo(dialled);
            accepted++;
          }
        }
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  private static Country countryOf(String region) {
    return NO_COUNTRIES.contains(region) ? new Country("DE") : new Country(region);
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

  private CallbackRequest ask(CallbackForm form, String address) {
    return shop.callbacks.request(
        shop.key, shop.origin, UUID.randomUUID().toString(), form, address);
  }

  private static String solved(String challenge, int bits) {
    for (int counter = 0; ; counter++) {
      String proof = challenge + ":" + counter;
      if (Proofs.zeroBits(
              Script.sha256().digest(proof.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
          >= bits) {
        return proof;
      }
    }
  }

  private static Refusal refusal(ThrowingCallable call) {
    Refusal[] said = new Refusal[1];
    assertThatThrownBy(call)
        .asInstanceOf(type(Refusal.class))
        .satisfies(refusal -> said[0] = refusal);
    return said[0];
  }

  private static void assertRefused(ThrowingCallable call, ProblemType expected) {
    assertThat(refusal(call).type()).isEqualTo(expected);
  }
}
