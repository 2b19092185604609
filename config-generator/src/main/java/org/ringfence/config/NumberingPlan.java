package org.ringfence.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.NumberFormat;

/**
 * How people in one country write telephone numbers, as far as a dialplan needs it (ITU-T E.164 and
 * the national prefixes listed in ITU Operational Bulletin 994, annex).
 *
 * <p>Deliberately coarse: it tells national from international and short numbers from long ones,
 * not valid numbers from invalid ones. A country that is not listed understands numbers with + and
 * with 00 only.
 *
 * @param callingCode the country's code without +; empty for a country that is not listed
 * @param internationalPrefix dialled before a country code
 * @param nationalPrefix dialled before a national number; empty where there is none
 * @param shortest digits of the shortest national number, without prefix
 * @param longest digits of the longest
 */
record NumberingPlan(
    String callingCode,
    String internationalPrefix,
    String nationalPrefix,
    int shortest,
    int longest) {
  /** Digits of an international number: the shortest in use, and the longest E.164 allows. */
  static final int SHORTEST_E164 = 7;

  static final int LONGEST_E164 = 15;

  private static final NumberingPlan NORTH_AMERICA = new NumberingPlan("1", "011", "1", 10, 10);

  private static final Map<String, NumberingPlan> BY_COUNTRY =
      Map.ofEntries(
          Map.entry("AE", prefixed("971")),
          Map.entry("AT", prefixed("43")),
          Map.entry("AU", new NumberingPlan("61", "0011", "0", 5, 13)),
          Map.entry("BE", prefixed("32")),
          Map.entry("BG", prefixed("359")),
          Map.entry("CA", NORTH_AMERICA),
          Map.entry("CH", prefixed("41")),
          Map.entry("CN", prefixed("86")),
          Map.entry("CY", closed("357", 8, 8)),
          Map.entry("CZ", closed("420", 9, 9)),
          Map.entry("DE", prefixed("49")),
          Map.entry("DK", closed("45", 8, 8)),
          Map.entry("EE", closed("372", 7, 8)),
          Map.entry("ES", closed("34", 9, 9)),
          Map.entry("FI", prefixed("358")),
          Map.entry("FR", prefixed("33")),
          Map.entry("GB", prefixed("44")),
          Map.entry("GR", closed("30", 10, 10)),
          Map.entry("HR", prefixed("385")),
          Map.entry("HU", new NumberingPlan("36", "00", "06", 8, 9)),
          Map.entry("IE", prefixed("353")),
          Map.entry("IL", prefixed("972")),
          Map.entry("IN", prefixed("91")),
          Map.entry("IS", closed("354", 7, 7)),
          Map.entry("IT", closed("39", 8, 11)),
          Map.entry("JP", new NumberingPlan("81", "010", "0", 9, 10)),
          Map.entry("LI", closed("423", 7, 7)),
          Map.entry("LT", prefixed("370")),
          Map.entry("LU", closed("352", 7, 11)),
          Map.entry("LV", closed("371", 8, 8)),
          Map.entry("MT", closed("356", 8, 8)),
          Map.entry("MX", closed("52", 10, 10)),
          Map.entry("NL", prefixed("31")),
          Map.entry("NO", closed("47", 8, 8)),
          Map.entry("NZ", prefixed("64")),
          Map.entry("PL", closed("48", 9, 9)),
          Map.entry("PT", closed("351", 9, 9)),
          Map.entry("RO", prefixed("40")),
          Map.entry("SE", prefixed("46")),
          Map.entry("SI", prefixed("386")),
          Map.entry("SK", prefixed("421")),
          Map.entry("TR", prefixed("90")),
          Map.entry("UA", prefixed("380")),
          Map.entry("US", NORTH_AMERICA),
          Map.entry("ZA", prefixed("27")));

  private static NumberingPlan prefixed(String callingCode) {
    return new NumberingPlan(callingCode, "00", "0", 5, LONGEST_E164 - callingCode.length());
  }

  /** Without a national prefix: a national number is told by its length. */
  private static NumberingPlan closed(String callingCode, int shortest, int longest) {
    return new NumberingPlan(callingCode, "00", "", shortest, longest);
  }

  static NumberingPlan of(Country country) {
    return Optional.ofNullable(BY_COUNTRY.get(country.code()))
        .orElse(new NumberingPlan("", "00", "", 0, -1));
  }

  boolean isKnown() {
    return !callingCode.isEmpty();
  }

  boolean isNorthAmerica() {
    return equals(NORTH_AMERICA);
  }

  /**
   * A way to dial.
   *
   * @param pattern what is dialled, as an extension pattern of one fixed length
   * @param strip digits at its beginning that do not belong to the international number
   * @param prepend what the international number begins with instead
   */
  record Rule(String pattern, int strip, String prepend) {}

  /** Everything that can be dialled to reach an outside number; every pattern only once. */
  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (int digits = SHORTEST_E164; digits <= LONGEST_E164; digits++) {
      rules.add(new Rule("_+Z" + "X".repeat(digits - 1), 1, ""));
    }
    for (int digits = SHORTEST_E164; digits <= LONGEST_E164; digits++) {
      rules.add(
          new Rule(
              "_" + internationalPrefix + "Z" + "X".repeat(digits - 1),
              internationalPrefix.length(),
              ""));
    }
    if (isNorthAmerica()) {
      rules.add(new Rule("_1NXXNXXXXXX", 0, ""));
      rules.add(new Rule("_NXXNXXXXXX", 0, "1"));
    } else {
      for (int digits = shortest; digits <= longest; digits++) {
        // A national number that begins with 0 is read as international where 00 is the prefix.
        String first = nationalPrefix.isEmpty() && callingCode.equals("39") ? "X" : "Z";
        rules.add(
            new Rule(
                "_" + nationalPrefix + first + "X".repeat(digits - 1),
                nationalPrefix.length(),
                callingCode));
      }
    }
    return rules;
  }

  /** A number as a provider wants it. */
  String format(E164 number, NumberFormat format) {
    return switch (format) {
      case PLUS_E164 -> number.value();
      case E164 -> number.digits();
      case NATIONAL ->
          isNational(number.digits())
              ? nationalPrefixInFormat() + number.digits().substring(callingCode.length())
              : internationalPrefix + number.digits();
    };
  }

  boolean isNational(String digits) {
    return isKnown() && digits.startsWith(callingCode);
  }

  /** Where 1 is both prefix and country code, national numbers are written without it. */
  String nationalPrefixInFormat() {
    return isNorthAmerica() ? "" : nationalPrefix;
  }
}
