package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.config.Routing.Answer;
import org.ringfence.domain.Country;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.TenantPbx;

/** Who may call where, and by which trunk. */
class RoutingTest {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final Instant MONDAY_NOON = Instant.parse("2026-11-30T11:00:00Z");
  private static final Instant SUNDAY = Instant.parse("2026-11-29T11:00:00Z");

  private static Answer dial(TenantPbx pbx, String caller, String dialled, Instant at) {
    return new Routing(pbx).dial(new ExtensionNumber(caller), dialled, at);
  }

  /** The names of the trunks, or why there are none. */
  private static String dial(TenantPbx pbx, String dialled) {
    return word(dial(pbx, "101", dialled, MONDAY_NOON));
  }

  private static String word(Answer answer) {
    if (answer instanceof Answer.Refused refused) {
      return refused.why().text();
    }
    if (answer instanceof Answer.Outside outside) {
      return String.join(
          " ", outside.trunks().stream().map(trunk -> trunk.name().value()).toList());
    }
    if (answer instanceof Answer.Emergency emergency) {
      return "emergency "
          + String.join(
              " ", emergency.trunks().stream().map(trunk -> trunk.name().value()).toList());
    }
    return answer instanceof Answer.Inside ? "inside" : "nobody";
  }

  @ParameterizedTest
  @CsvSource({
    "DE, 03023125100, Provider 1 Provider 2",
    "DE, 017612345678, Provider 1 Provider 2",
    "DE, 08001234567, Provider 1 Provider 2",
    "DE, 09001234567, premium",
    "DE, 018012345678, shared-cost",
    "DE, 0700123456, personal",
    "DE, 015341234567, unassigned",
    "DE, 0041441234567, international",
    "DE, +12125550123, international",
    "DE, 0053712345678, high-risk",
    "DE, 00881612345678, satellite",
    "DE, 00870773111632, satellite",
    "DE, 00882161234567, satellite",
    "DE, 00979123456789, premium",
    "DE, 009991234567, international",
    "DE, 112, emergency Provider 1 Provider 2",
    "DE, 911, nobody",
    "DE, 102, inside",
    "US, 2125550123, Provider 1 Provider 2",
    "US, 18765550123, international",
    "US, 9005550123, premium",
    "US, 911, emergency Provider 1 Provider 2",
    "GB, 02071234567, Provider 1 Provider 2",
    "GB, 01481256789, international",
    "GB, 07012345678, personal",
    "GB, 999, emergency Provider 1 Provider 2"
  })
  void withoutAPolicyOnlyTheOwnCountryIsCalledAndNothingThatCostsMore(
      String country, String dialled, String becomes) {
    assertThat(dial(Outgoing.pbx(country), dialled)).isEqualTo(becomes);
  }

  @ParameterizedTest
  @CsvSource({
    "0041441234567, Provider 1 Provider 2",
    "+12125550123, Provider 1 Provider 2",
    "+37167212345, high-risk",
    "+4314123456, Provider 1 Provider 2",
    "+41900123456, premium",
    "+8613123456789, international"
  })
  void countriesAreAllowedByNameOrAsAWholeButNotTheirPremiumNumbers(
      String dialled, String becomes) {
    TenantPbx pbx =
        Outgoing.pbx("DE", Outgoing.policy("allowed", "fixed\neea", "countries", "CH US"));
    assertThat(dial(pbx, dialled)).isEqualTo(becomes);
  }

  @Test
  void whatIsAllowedExplicitlyIsCalled() {
    TenantPbx pbx = Outgoing.pbx("DE", Outgoing.policy("allowed", Outgoing.everything()));
    for (String dialled :
        List.of("09001234567", "0053712345678", "00881612345678", "009991234567", "+4315")) {
      assertThat(dial(pbx, dialled)).isIn("Provider 1 Provider 2", "nobody");
    }
    assertThat(dial(pbx, "0053712345678")).isEqualTo("Provider 1 Provider 2");
  }

  @Test
  void aRouteIsForSomeNumbersAndTheFirstThatTakesTheCallCounts() {
    TenantPbx pbx = Pbxs.named("routes-by-number");

    assertThat(dial(pbx, "017612345678")).isEqualTo("Provider 2");
    assertThat(dial(pbx, "015123456789")).isEqualTo("Provider 2");
    assertThat(dial(pbx, "08001234567")).isEqualTo("Provider 1");
    assertThat(dial(pbx, "03023125100")).isEqualTo("Provider 1 Provider 2");
    assertThat(dial(pbx, "09001234567")).isEqualTo("premium");
  }

  @Test
  void aRouteMayBeForSomePeopleAtSomeTimes() {
    TenantPbx pbx = Pbxs.named("routes-by-caller-and-time");

    assertThat(word(dial(pbx, "101", "03023125100", MONDAY_NOON))).isEqualTo("Provider 2");
    assertThat(word(dial(pbx, "103", "03023125100", MONDAY_NOON))).isEqualTo("Provider 1");
    assertThat(word(dial(pbx, "101", "03023125100", SUNDAY))).isEqualTo("Provider 1");
    assertThat(((Answer.Outside) dial(pbx, "101", "03023125100", SUNDAY)).passed())
        .singleElement()
        .satisfies(passed -> assertThat(passed.why()).isEqualTo(Routing.Why.HOURS));
  }

  @Test
  void theCheapestTrunkIsTriedFirst() {
    assertThat(dial(Pbxs.named("route-by-cost-with-another-caller-id"), "03023125100"))
        .isEqualTo("Provider 2 Provider 1");
  }

  @Test
  void aCallThatNoRouteTakesHasNoTrunk() {
    TenantPbx pbx = Pbxs.named("route-whose-trunks-are-gone");
    assertThat(dial(pbx, "03023125100")).isEmpty();
    assertThat(dial(pbx, "112")).isEqualTo("emergency Provider 1 Provider 2");
  }

  @Test
  void theTrunkForEmergenciesIsTriedFirst() {
    assertThat(dial(Pbxs.named("emergency-trunk-and-caller-id"), "999"))
        .isEqualTo("emergency Provider 2 Provider 1");
  }

  @Test
  void nothingInsideTakesAnEmergencyNumber() {
    TenantPbx pbx = Pbxs.pbx("FR", List.of(), List.of(Pbxs.extension(15)));
    assertThatThrownBy(() -> new ConfigGenerator().render(pbx))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("The number 15 reaches an emergency service in FR");
  }

  @Test
  void everyRoutesAndThePolicysLinesAreKnownAsTheirOwn() {
    Hours office = Handlings.hours(Hours.Mode.ALWAYS_OPEN, "UTC");
    List<Handling> all =
        List.of(
            office,
            Outgoing.policy("allowed", "fixed"),
            Outgoing.route(1, "hours", office.destination().toString(), "trunks", Outgoing.FIRST));
    ConfigBundle bundle =
        new ConfigGenerator().render(Outgoing.pbx("DE").withHandling(new CallHandling(all)));
    for (Handling handling : all) {
      assertThat(bundle.linesOf(Source.handling(handling.id()))).isNotEmpty();
    }
  }

  static Stream<String> regions() {
    // Ascension, Tristan da Cunha and Kosovo have no code of ISO 3166.
    return new TreeSet<>(NUMBERS.getSupportedRegions())
        .stream().filter(List.of(Locale.getISOCountries())::contains);
  }

  /** What the metadata give as examples is dialled as people write it in their country. */
  @ParameterizedTest
  @MethodSource("regions")
  void whatPeopleDialInEveryCountryBecomesAnInternationalNumber(String region) {
    NumberingPlan plan = NumberingPlan.of(new Country(region));
    for (PhoneNumberType type :
        List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE)) {
      PhoneNumber example = NUMBERS.getExampleNumberForType(region, type);
      if (example == null) {
        continue;
      }
      String digits = NUMBERS.format(example, PhoneNumberFormat.E164).substring(1);
      String national = NUMBERS.getNationalSignificantNumber(example);
      assertThat(plan.international("+" + digits)).as(type.name()).contains(digits);
      assertThat(plan.international(plan.internationalPrefix() + digits))
          .as(type.name())
          .contains(digits);
      assertThat(plan.international(plan.nationalPrefix() + national))
          .as(type + " " + plan.nationalPrefix() + national)
          .contains(digits);
    }
  }
}
