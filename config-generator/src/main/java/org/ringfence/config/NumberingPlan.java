package org.ringfence.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.number.Dialling;
import org.ringfence.domain.pbx.NumberFormat;

/**
 * How people in one country write telephone numbers, as far as a dialplan needs it; {@link
 * Dialling} knows it.
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
 * @param leadingZero whether a national number may begin with 0 of its own
 */
record NumberingPlan(
    String callingCode,
    String internationalPrefix,
    String nationalPrefix,
    int shortest,
    int longest,
    boolean leadingZero) {
  /** Digits of an international number: the shortest in use, and the longest E.164 allows. */
  static final int SHORTEST_E164 = 7;

  static final int LONGEST_E164 = 15;

  static NumberingPlan of(Country country) {
    return Dialling.in(country)
        .map(
            known ->
                new NumberingPlan(
                    known.callingCode(),
                    known.internationalPrefix(),
                    known.nationalPrefix(),
                    known.shortest(),
                    known.longest(),
                    known.leadingZero()))
        .orElseGet(() -> new NumberingPlan("", "00", "", 0, -1, false));
  }

  boolean isKnown() {
    return !callingCode.isEmpty();
  }

  boolean isNorthAmerica() {
    return callingCode.equals("1");
  }

  /**
   * A way to dial.
   *
   * @param pattern what is dialled, as an extension pattern of one fixed length
   * @param strip digits at its beginning that do not belong to the international number
   * @param prepend what the international number begins with instead
   */
  record Rule(String pattern, int strip, String prepend) {
    boolean matches(String dialled) {
      if (dialled.length() != pattern.length() - 1) {
        return false;
      }
      for (int i = 0; i < dialled.length(); i++) {
        char wanted = pattern.charAt(i + 1);
        char c = dialled.charAt(i);
        boolean fits =
            switch (wanted) {
              case 'X' -> c >= '0' && c <= '9';
              case 'Z' -> c >= '1' && c <= '9';
              case 'N' -> c >= '2' && c <= '9';
              default -> c == wanted;
            };
        if (!fits) {
          return false;
        }
      }
      return true;
    }
  }

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
        String first = nationalPrefix.isEmpty() && leadingZero ? "X" : "Z";
        rules.add(
            new Rule(
                "_" + nationalPrefix + first + "X".repeat(digits - 1),
                nationalPrefix.length(),
                callingCode));
      }
    }
    return rules;
  }

  /**
   * The international digits of what was dialled, by the most specific rule, as Asterisk has it.
   */
  Optional<String> international(String dialled) {
    return rules().stream()
        .filter(rule -> rule.matches(dialled))
        .min(Comparator.comparingLong(rule -> rule.pattern().chars().filter(c -> c > '9').count()))
        .map(rule -> rule.prepend() + dialled.substring(rule.strip()));
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
