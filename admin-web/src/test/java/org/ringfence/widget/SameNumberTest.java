package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.config.AtTheTrunk;
import org.ringfence.dialer.Dialled;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.tenant.TenantId;

/**
 * Nobody else's telephone rings: the number that a visitor typed, the number that the widget took,
 * the number that the dialer calls and the number that the provider is asked for are one. Over the
 * example numbers that libphonenumber has of every region, in every way that people write them.
 */
class SameNumberTest {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final List<PhoneNumberType> TYPES =
      List.of(
          PhoneNumberType.FIXED_LINE,
          PhoneNumberType.MOBILE,
          PhoneNumberType.FIXED_LINE_OR_MOBILE,
          PhoneNumberType.PREMIUM_RATE,
          PhoneNumberType.SHARED_COST,
          PhoneNumberType.PAGER,
          PhoneNumberType.TOLL_FREE,
          PhoneNumberType.PERSONAL_NUMBER,
          PhoneNumberType.UAN,
          PhoneNumberType.VOIP);

  private final Destinations destinations = new Destinations();

  static Stream<String> regions() {
    // Ascension and Kosovo are regions of the numbering, but no countries of ISO 3166.
    Set<String> countries = Set.of(Locale.getISOCountries());
    return NUMBERS.getSupportedRegions().stream().filter(countries::contains).sorted();
  }

  private static Stream<PhoneNumber> examples(String region) {
    return TYPES.stream()
        .map(type -> NUMBERS.getExampleNumberForType(region, type))
        .filter(Objects::nonNull)
        .distinct();
  }

  /** As it is printed on cards, typed in haste, and copied from elsewhere. */
  private static Set<String> notations(PhoneNumber number) {
    Set<String> all = new LinkedHashSet<>();
    for (PhoneNumberFormat format : PhoneNumberFormat.values()) {
      all.add(NUMBERS.format(number, format));
    }
    String national = NUMBERS.format(number, PhoneNumberFormat.NATIONAL);
    String international = NUMBERS.format(number, PhoneNumberFormat.INTERNATIONAL);
    all.add(national.replaceAll("[^0-9]", ""));
    all.add(national.replaceAll("[ -]", "."));
    all.add("  " + international.replace(" ", "-") + " ");
    all.add(international.replace("+", "\uff0b"));
    all.add(arabicDigits(international));
    return all;
  }

  private static String arabicDigits(String text) {
    StringBuilder written = new StringBuilder();
    text.chars()
        .forEach(c -> written.append((char) (c >= '0' && c <= '9' ? c - '0' + '\u0660' : c)));
    return written.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("regions")
  void whatTheWidgetTakesIsWhatIsDialled(String region) throws NumberParseException {
    Country country = new Country(region);
    for (PhoneNumber example : (Iterable<PhoneNumber>) examples(region)::iterator) {
      String meant = NUMBERS.format(example, PhoneNumberFormat.E164);
      for (String typed : notations(example)) {
        if (destinations.check(typed, country) instanceof NumberCheck.Callable taken) {
          assertThat(taken.number().value()).as("%s in %s", typed, region).isEqualTo(meant);
          E164 dialled = Dialled.by(request(taken.number()));
          assertThat(dialled.value()).as("dialled for %s", typed).isEqualTo(meant);
          for (NumberFormat format : AtTheTrunk.formats(country)) {
            assertThat(atTheFarEnd(AtTheTrunk.written(dialled, country, format), country, format))
                .as("%s of %s at a trunk in %s", format, typed, region)
                .isEqualTo(meant);
          }
        }
      }
    }
  }

  /** Nobody's phone rings for a call that the PBX refuses afterwards. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("regions")
  void whatTheWidgetTakesTheUsualCallingPolicyLetsOut(String region) {
    Country country = new Country(region);
    for (PhoneNumber example : (Iterable<PhoneNumber>) examples(region)::iterator) {
      String typed = NUMBERS.format(example, PhoneNumberFormat.INTERNATIONAL);
      if (destinations.check(typed, country) instanceof NumberCheck.Callable taken) {
        assertThat(CallingPolicy.standard().refusal(NumberRanges.of(taken.number()), country))
            .as("%s in %s", typed, region)
            .isEmpty();
      }
    }
  }

  /** The property would hold of a widget that takes nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("regions")
  void mostWaysToWriteANumberOfTheOwnCountryAreTaken(String region) {
    PhoneNumber example = NUMBERS.getExampleNumberForType(region, PhoneNumberType.MOBILE);
    if (example == null
        || !region.equals(NUMBERS.getRegionCodeForNumber(example))
        || NUMBERS.getNumberType(example) == PhoneNumberType.PAGER) {
      // Tristan da Cunha and the like have no mobiles; some regions share another one's numbers.
      return;
    }
    Country country = new Country(region);
    for (PhoneNumberFormat format :
        List.of(
            PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL)) {
      String typed = NUMBERS.format(example, format);
      assertThat(destinations.check(typed, country))
          .as("%s in %s", typed, region)
          .isInstanceOf(NumberCheck.Callable.class);
    }
  }

  @Test
  void everyRegionIsThere() {
    assertThat(regions().count()).isGreaterThan(240);
  }

  /** As the exchange of the provider's country reads it. */
  private static String atTheFarEnd(String written, Country country, NumberFormat format)
      throws NumberParseException {
    String readable = format == NumberFormat.E164 ? "+" + written : written;
    return NUMBERS.format(NUMBERS.parse(readable, country.code()), PhoneNumberFormat.E164);
  }

  private static CallbackRequest request(E164 number) {
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    return new CallbackRequest(
        CallbackId.random(),
        TenantId.random(),
        WidgetId.random(),
        new ExtensionNumber("101"),
        number,
        "0123456789abcdef",
        "",
        CallbackState.QUEUED,
        "",
        now,
        now);
  }
}
