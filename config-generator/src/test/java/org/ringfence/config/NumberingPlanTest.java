package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.NumberFormat;

class NumberingPlanTest {

  @ParameterizedTest
  @CsvSource({
    "DE, 030123456, 4930123456",
    "DE, 004930123456, 4930123456",
    "DE, +4930123456, 4930123456",
    "DE, 0012125550100, 12125550100",
    "DE, 017612345678, 4917612345678",
    "GB, 02071234567, 442071234567",
    "GB, 00493012345678, 493012345678",
    "US, 2125550100, 12125550100",
    "US, 12125550100, 12125550100",
    "US, 011493012345678, 493012345678",
    "US, +493012345678, 493012345678",
    "CA, 4165550100, 14165550100",
    "ES, 912345678, 34912345678",
    "IT, 0612345678, 390612345678",
    "IT, 3331234567, 393331234567",
    "HU, 0612345678, 3612345678",
    "JP, 0312345678, 81312345678",
    "JP, 010493012345678, 493012345678",
    "TV, 0068820123, 68820123"
  })
  void whatPeopleDialBecomesAnInternationalNumber(String country, String dialled, String digits) {
    assertThat(dial(country, dialled)).containsExactly(digits);
  }

  @ParameterizedTest
  @CsvSource({
    "DE, 110",
    "DE, 112",
    "DE, 123456",
    "DE, 0",
    "DE, 000123456789",
    "US, 911",
    "US, 5550100",
    "US, 1234567890",
    "ES, 12345",
    "AQ, 20123",
    "DE, +0301234567",
    "DE, 101#",
    "DE, abc"
  })
  void whatIsNoNumberOutsideIsNotDialled(String country, String dialled) {
    assertThat(dial(country, dialled)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DE, +4930123456, PLUS_E164, +4930123456",
    "DE, +4930123456, E164, 4930123456",
    "DE, +4930123456, NATIONAL, 030123456",
    "DE, +12125550100, NATIONAL, 0012125550100",
    "US, +12125550100, NATIONAL, 2125550100",
    "US, +4930123456, NATIONAL, 0114930123456",
    "GB, +442071234567, NATIONAL, 02071234567",
    "ES, +34912345678, NATIONAL, 912345678",
    "AQ, +68820123, NATIONAL, 0068820123"
  })
  void aCallerIdIsWrittenAsTheProviderWantsIt(
      String country, String number, NumberFormat format, String written) {
    assertThat(NumberingPlan.of(new Country(country)).format(new E164(number), format))
        .isEqualTo(written);
  }

  static List<String> countries() {
    return Arrays.asList(Locale.getISOCountries());
  }

  @ParameterizedTest
  @MethodSource("countries")
  void everyCountryHasRulesOfFixedLengthAndEachPatternOnce(String country) {
    List<NumberingPlan.Rule> rules = NumberingPlan.of(new Country(country)).rules();

    assertThat(rules).extracting(NumberingPlan.Rule::pattern).doesNotHaveDuplicates();
    assertThat(rules).allMatch(rule -> rule.pattern().matches("_[+0-9XNZ]+"));
  }

  @Test
  void aCountryWithoutRulesOfItsOwnUnderstandsInternationalNumbersOnly() {
    assertThat(NumberingPlan.of(new Country("AQ")).isKnown()).isFalse();
  }

  /** The international digits by the most specific rule, as Asterisk chooses; empty when none. */
  private static List<String> dial(String country, String dialled) {
    return NumberingPlan.of(new Country(country)).rules().stream()
        .filter(rule -> dialled.matches(expression(rule.pattern())))
        .sorted(
            (one, other) -> Integer.compare(wildcards(one.pattern()), wildcards(other.pattern())))
        .limit(1)
        .map(rule -> rule.prepend() + dialled.substring(rule.strip()))
        .toList();
  }

  private static int wildcards(String pattern) {
    return pattern.replaceAll("[^XNZ]", "").length();
  }

  private static String expression(String pattern) {
    return pattern
        .substring(1)
        .replace("+", "\\+")
        .replace("X", "[0-9]")
        .replace("Z", "[1-9]")
        .replace("N", "[2-9]");
  }
}
