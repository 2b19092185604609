package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;

class DestinationsTest {
  private static final Country GERMANY = new Country("DE");
  private final Destinations destinations = new Destinations();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "030 123456",
        "030/123456",
        "(030) 12 34 56",
        "+49 30 123456",
        "0049 30 123456",
        "+49 (0)30 123456",
        " 030-123456 ",
        "٠٣٠١٢٣٤٥٦",
        "０３０１２３４５６",
      })
  void theWaysToWriteOneNumberAreOneNumber(String typed) {
    assertThat(destinations.check(typed, GERMANY))
        .isEqualTo(new NumberCheck.Callable(new E164("+4930123456")));
  }

  @Test
  void mobilesOfTheCountryAreCalled() {
    assertThat(destinations.check("0151 23456789", GERMANY))
        .isEqualTo(new NumberCheck.Callable(new E164("+4915123456789")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "call me",
        "123",
        "030",
        "+",
        "+999 123456",
        "030 1234567890123456789",
        "030 123456 ext. 12",
        "030123456;ext=7",
        "00000000000000000000000000000000000000000",
        "030 12345\u00006",
      })
  void whatIsNoNumberIsRefusedAsSuch(String typed) {
    assertThat(destinations.check(typed, GERMANY)).isEqualTo(new NumberCheck.NotANumber());
  }

  @ParameterizedTest
  @CsvSource({
    "DE, 0900 1234567, premium rate",
    "DE, 0180 5 123456, shared cost",
    "DE, 0137 1234567, televoting",
    "DE, 0800 1234567, toll free",
    "DE, 0700 12345678, personal number",
    "DE, +43 1 5880058, foreign landline",
    "DE, +1 212 555 2368, foreign landline",
    "DE, +881 612 345 678, satellite",
    "DE, +870 301 234 567, satellite",
    "DE, +882 16 1234567, international network",
    "DE, +979 123 456 789, international premium rate",
    "DE, +800 1234 5678, international toll free",
    "DE, 110, police",
    "DE, 112, emergency",
    "DE, 116117, short number",
    "DE, 115, short number",
    "GB, 999, emergency",
    "GB, 09012 345678, premium rate",
    "GB, 0844 123 4567, shared cost",
    "GB, 070 1234 5678, personal number",
    "US, 911, emergency",
    "US, +1 416 555 0123, Canada under the same country code",
    "US, +1 876 555 0123, Jamaica under the same country code",
    "US, 900 234 5678, premium rate",
    "GB, +44 1534 123456, Jersey under the same country code",
    "CL, +56 600 123 456, shared cost that looks like a landline",
  })
  void whatCostsOrHarmsIsNeverCalled(String country, String typed, String what) {
    assertThat(destinations.check(typed, new Country(country)))
        .as(what)
        .isEqualTo(new NumberCheck.NotAllowed());
  }

  @ParameterizedTest
  @CsvSource({
    // The same digits are a number here and there.
    "FR, 06 12 34 56 78, +33612345678",
    "FR, 0033 6 12 34 56 78, +33612345678",
    "FR, +49 30 123456, +4930123456",
    "FR, 0049 30 123456, +4930123456",
    "FR, 030 123456, +4930123456",
    "FR, 0151 23456789, +4915123456789",
    "AT, 0664 1234567, +436641234567",
    "US, 011 49 30 123456, +4930123456",
    "US, (212) 555-2368, +12125552368",
    "US, 030 123456, +4930123456",
    "DE, 06121 234567, +496121234567",
    // Not among those that are called: as if nothing had been said.
    "BE, 030 123456, +4930123456",
    "BE, 0470 12 34 56, +49470123456",
  })
  void aNumberIsFirstReadAsItsWritersPeopleReadIt(String writer, String typed, String called) {
    assertThat(
            destinations.check(
                typed,
                GERMANY,
                Set.of(new Country("FR"), new Country("AT"), new Country("US")),
                new Country(writer)))
        .isEqualTo(new NumberCheck.Callable(new E164(called)));
  }

  @ParameterizedTest
  @CsvSource({
    "FR, 0899 12 34 56, premium rate there",
    "GB, 07797 123456, Jersey under the same country code",
    "GB, 999, emergency there",
    "GB, 110, emergency here",
    "FR, 112, emergency in both",
    "FR, 0900 1234567, premium rate here",
  })
  void whatIsANumberOfTheWritersCountryIsNeverReadAsSomebodyElses(
      String writer, String typed, String what) {
    assertThat(
            destinations.check(
                typed, GERMANY, Set.of(new Country("FR"), new Country("GB")), new Country(writer)))
        .as(what)
        .isEqualTo(new NumberCheck.NotAllowed());
  }

  /** Whoever seems to be anywhere: what is written with the plus is that number and no other. */
  @Test
  void whoeverWritesTheCodeOfTheCountryIsUnderstoodTheSameEverywhere() {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    Set<Country> all = known(numbers).stream().map(Country::new).collect(Collectors.toSet());
    List<String> wrong = new ArrayList<>();
    int callable = 0;
    for (String region : known(numbers)) {
      PhoneNumber example = numbers.getExampleNumberForType(region, PhoneNumberType.MOBILE);
      if (example == null) {
        continue;
      }
      String typed = numbers.format(example, PhoneNumberFormat.INTERNATIONAL);
      String e164 = numbers.format(example, PhoneNumberFormat.E164);
      for (String writer : List.of("FR", "US", "GB", "IT", "BR", "JP", "SG")) {
        if (destinations.check(typed, GERMANY, all, new Country(writer))
            instanceof NumberCheck.Callable called) {
          callable++;
          if (!called.number().value().equals(e164)) {
            wrong.add(writer + " " + typed + " is " + called);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(callable).isGreaterThan(1_000);
  }

  @Test
  void aNumberIsToldWithTheCodeOfItsCountry() {
    assertThat(Destinations.written(new E164("+33612345678"))).isEqualTo("+33 6 12 34 56 78");
  }

  @Test
  void onlyLandlinesAndMobilesOfTheOwnCountryPassInEveryCountry() {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    Set<PhoneNumberType> called =
        Set.of(
            PhoneNumberType.FIXED_LINE,
            PhoneNumberType.MOBILE,
            PhoneNumberType.FIXED_LINE_OR_MOBILE);
    // Chile's shared-cost numbers look like landlines; the PBX's table knows better.
    List<String> wrong = new ArrayList<>();
    for (String region : known(numbers)) {
      for (PhoneNumberType type : PhoneNumberType.values()) {
        PhoneNumber example = numbers.getExampleNumberForType(region, type);
        if (example == null) {
          continue;
        }
        String e164 = numbers.format(example, PhoneNumberFormat.E164);
        NumberCheck check =
            destinations.check(
                numbers.format(example, PhoneNumberFormat.INTERNATIONAL), new Country(region));
        boolean expected =
            called.contains(numbers.getNumberType(example))
                && Destinations.isLetOut(new E164(e164))
                && region.equals(numbers.getRegionCodeForNumber(example));
        NumberCheck right =
            expected ? new NumberCheck.Callable(new E164(e164)) : new NumberCheck.NotAllowed();
        if (!check.equals(right)) {
          wrong.add(region + " " + type + " " + e164 + " is " + check);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nationalAndInternationalWritingOfEveryCountrysLandlineIsOneNumber() {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    List<String> wrong = new ArrayList<>();
    for (String region : known(numbers)) {
      PhoneNumber example = numbers.getExampleNumberForType(region, PhoneNumberType.FIXED_LINE);
      if (example == null || !region.equals(numbers.getRegionCodeForNumber(example))) {
        continue;
      }
      E164 e164 = new E164(numbers.format(example, PhoneNumberFormat.E164));
      NumberCheck right =
          Destinations.isLetOut(e164)
              ? new NumberCheck.Callable(e164)
              : new NumberCheck.NotAllowed();
      for (PhoneNumberFormat format : List.of(PhoneNumberFormat.NATIONAL, PhoneNumberFormat.E164)) {
        String typed = numbers.format(example, format);
        if (!destinations.check(typed, new Country(region)).equals(right)) {
          wrong.add(region + " " + typed);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theExampleOfACountryIsANumberThatItsWidgetsCall() {
    String example = destinations.example(GERMANY).orElseThrow();

    assertThat(example).isEqualTo("030 123456");
    assertThat(destinations.check(example, GERMANY)).isInstanceOf(NumberCheck.Callable.class);
  }

  /** Where the library's example is one of those that look like landlines. */
  @Test
  void theExampleIsAMobileWhereItsLandlineIsNotCalled() {
    Country chile = new Country("CL");
    String example = destinations.example(chile).orElseThrow();

    assertThat(destinations.check(example, chile)).isInstanceOf(NumberCheck.Callable.class);
  }

  private static List<String> known(PhoneNumberUtil numbers) {
    Set<String> countries = Set.copyOf(Arrays.asList(Locale.getISOCountries()));
    return numbers.getSupportedRegions().stream().filter(countries::contains).sorted().toList();
  }
}
