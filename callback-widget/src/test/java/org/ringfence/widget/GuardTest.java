package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.time.Duration;
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
import org.ringfence.domain.pbx.CallingPolicy;

/** What keeps a widget from becoming a weapon or a bill. */
class GuardTest {
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
    CallbackRequest first = shop.desk.request(shop.key, shop.origin, key, form, "v4 1");

    assertThat(shop.desk.request(shop.key, shop.origin, key, form, "v4 1")).isEqualTo(first);
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
    shop.guards.addSpend(shop.tenant, 60, 4_990_000, shop.clock.instant());
    ask(shop.form("030 123459", ""), "v4 9");
    shop.guards.addSpend(shop.tenant, 0, 1, shop.clock.instant());
    assertRefused(() -> ask(shop.form("030 123458", ""), "v4 8"), ProblemType.NOT_NOW);
  }

  @Test
  void moneyIsKeptForCallbacksThatAreStillToCome() {
    // A dear number that no widget calls is nothing to keep money for.
    shop.guards.charge("+49 0.1\n+4915 0.2\n+49900 3\n+881 9\n+43 1");
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 60, 60, 600, 200));
    // Three minutes of each, as if to a mobile.
    for (int i = 0; i < 3; i++) {
      ask(shop.form("030 12345" + i, ""), "v4 " + i);
    }
    assertRefused(() -> ask(shop.form("030 123459", ""), "v4 9"), ProblemType.NOT_NOW);

    // What they cost in the end leaves room for two more.
    shop.requests.all().forEach(each -> shop.move(each.id(), CallbackState.ENDED));
    shop.guards.addSpend(shop.tenant, 300, 800_000, shop.clock.instant());
    ask(shop.form("030 123456", ""), "v4 6");
    ask(shop.form("030 123457", ""), "v4 7");
    assertRefused(() -> ask(shop.form("030 123458", ""), "v4 8"), ProblemType.NOT_NOW);
  }

  @Test
  void moneyIsKeptByTheRatesOfFurtherCountriesOnceTheyAreCalled() {
    shop.guards.charge("+49 0.1\n+43 1");
    shop.guards.allow(CallingPolicy.USUAL, Set.of(new Country("AT")));
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 60, 60, 600, 290));
    ask(shop.form("030 123456", ""), "v4 1");
    shop.guards.save(
        shop.tenant, new CallbackPolicy(false, Set.of(new Country("AT")), 60, 60, 600, 290));

    assertRefused(() -> ask(shop.form("030 123457", ""), "v4 2"), ProblemType.NOT_NOW);
  }

  @Test
  void whoIsRefusedTooOftenIsToldNothingOfAnyNumber() {
    shop.guards.optOut(shop.tenant, new E164("+4930123456"), shop.clock.instant());
    for (int i = 0; i < Probing.OF_ADDRESS; i += 2) {
      assertRefused(
          () -> ask(shop.form("0900 1234567", ""), "v4 1"), ProblemType.NUMBER_NOT_ALLOWED);
      assertRefused(() -> ask(shop.form("030 123456", ""), "v4 1"), ProblemType.NUMBER_NOT_ALLOWED);
    }

    assertRefused(() -> ask(shop.form("030 123456", ""), "v4 1"), ProblemType.NOT_NOW);
    assertRefused(() -> ask(shop.form("030 654321", ""), "v4 1"), ProblemType.NOT_NOW);
    ask(shop.form("030 654321", ""), "v4 2");
    shop.clock.pass(Duration.ofHours(1));
    ask(shop.form("030 654322", ""), "v4 1");
  }

  @Test
  void aPersonWhoIsRungTooOftenIsNoWayToProbeEither() {
    for (int i = 0; i < 3; i++) {
      ask(shop.form("030 123456", ""), "v4 " + i);
    }
    for (int i = 0; i < Probing.OF_ADDRESS; i++) {
      assertRefused(() -> ask(shop.form("030 123456", ""), "v4 9"), ProblemType.NUMBER_NOT_ALLOWED);
    }

    assertRefused(() -> ask(shop.form("030 123456", ""), "v4 9"), ProblemType.NOT_NOW);
  }

  @Test
  void anotherCountryIsCalledOnlyWhenTheTenantAllowsItAndNeverItsExpensiveNumbers() {
    assertRefused(
        () -> ask(shop.form("+43 1 5880058", ""), "v4 1"), ProblemType.NUMBER_NOT_ALLOWED);
    shop.guards.save(
        shop.tenant, new CallbackPolicy(false, Set.of(new Country("AT")), 60, 60, 600, 5000));
    // The PBX would refuse the call after an agent's phone rang.
    assertRefused(
        () -> ask(shop.form("+43 1 5880058", ""), "v4 5"), ProblemType.NUMBER_NOT_ALLOWED);
    shop.guards.allow(CallingPolicy.USUAL, Set.of(new Country("AT")));

    assertThat(ask(shop.form("+43 1 5880058", ""), "v4 2").visitor())
        .isEqualTo(new E164("+4315880058"));
    assertRefused(
        () -> ask(shop.form("+43 900 123456", ""), "v4 3"), ProblemType.NUMBER_NOT_ALLOWED);
    assertRefused(
        () -> ask(shop.form("+881 612 345 678", ""), "v4 4"), ProblemType.NUMBER_NOT_ALLOWED);
  }

  @Test
  void whatTheTenantsOwnCallingPolicyRefusesGetsTheAnswerOfEveryNumberThatIsNotCalled() {
    Refusal premium = refusal(() -> ask(shop.form("0900 1234567", ""), "v4 1"));
    shop.guards.allow(Set.of(CallingPolicy.Allowed.FIXED), Set.of());

    Refusal mobile = refusal(() -> ask(shop.form("0151 23456789", ""), "v4 2"));
    assertThat(mobile.type()).isEqualTo(premium.type());
    assertThat(mobile.sentence()).isEqualTo(premium.sentence());
    ask(shop.form("030 123456", ""), "v4 3");
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

  private CallbackRequest ask(CallbackForm form, String address) {
    return shop.desk.request(shop.key, shop.origin, UUID.randomUUID().toString(), form, address);
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
