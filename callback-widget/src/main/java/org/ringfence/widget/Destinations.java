package org.ringfence.widget;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.number.NumberClass;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.number.NumberRanges.NumberRange;

/**
 * Which numbers a widget calls: landlines and mobiles of the tenant's own country. Everything else
 * costs the tenant money somebody else earns (premium rate, shared cost, satellite, foreign ranges)
 * or harms (emergency and short numbers), so it is denied until somebody allows it.
 */
final class Destinations {
  /** Nobody writes a number of at most 15 digits with more characters than this. */
  static final int LONGEST_WRITTEN = 40;

  private static final Set<PhoneNumberType> CALLED =
      EnumSet.of(
          PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

  /**
   * Ranges that libphonenumber takes for landlines although they belong to no place and are let by
   * the block: Germany's national subscriber numbers.
   */
  private static final Set<String> LOOKALIKES = Set.of("+4932");

  /** The library's own word for none. */
  private static final String UNKNOWN_REGION = "ZZ";

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
  private final ShortNumberInfo shortNumbers = ShortNumberInfo.getInstance();

  NumberCheck check(String typed, Country country) {
    return check(typed, country, Set.of());
  }

  /**
   * Reads {@code typed} as somebody in {@code country} would write it.
   *
   * @param others countries that are called as well
   */
  NumberCheck check(String typed, Country country, Set<Country> others) {
    return check(typed, country, others, country);
  }

  /**
   * Reads {@code typed} as somebody in {@code writer} would write it, and only where that is no
   * number as somebody in {@code country} would. What is a number the first way is never read the
   * second, also when it is not called: that would be somebody else's.
   *
   * @param others countries that are called as well
   * @param writer where the visitor seems to be; only the country and the others count
   */
  NumberCheck check(String typed, Country country, Set<Country> others, Country writer) {
    if (typed.length() > LONGEST_WRITTEN) {
      return new NumberCheck.NotANumber();
    }
    Set<String> called =
        Stream.concat(Stream.of(country), others.stream())
            .map(Country::code)
            .collect(Collectors.toSet());
    if (others.contains(writer)) {
      NumberCheck first = read(typed, writer, called);
      if (!(first instanceof NumberCheck.NotANumber)) {
        return first;
      }
    }
    return read(typed, country, called);
  }

  private NumberCheck read(String typed, Country country, Set<String> called) {
    PhoneNumber number;
    try {
      number = numbers.parse(typed, country.code());
    } catch (NumberParseException unreadable) {
      // Two-digit emergency numbers do not even parse.
      return shortNumbers.isEmergencyNumber(typed, country.code())
          ? new NumberCheck.NotAllowed()
          : new NumberCheck.NotANumber();
    }
    if (number.hasExtension()) {
      // The extension would be lost and a stranger at the main number called.
      return new NumberCheck.NotANumber();
    }
    if (shortNumbers.isEmergencyNumber(typed, country.code())
        || shortNumbers.isValidShortNumberForRegion(number, country.code())) {
      return new NumberCheck.NotAllowed();
    }
    if (!numbers.isValidNumber(number)) {
      return new NumberCheck.NotANumber();
    }
    String region = numbers.getRegionCodeForNumber(number);
    if (!called.contains(region)
        || shortNumbers.isEmergencyNumber(typed, region)
        || !CALLED.contains(numbers.getNumberType(number))) {
      return new NumberCheck.NotAllowed();
    }
    E164 e164 = new E164(numbers.format(number, PhoneNumberFormat.E164));
    return LOOKALIKES.stream().anyMatch(e164.value()::startsWith) || !isLetOut(e164)
        ? new NumberCheck.NotAllowed()
        : new NumberCheck.Callable(e164);
  }

  /**
   * Whether the table that the PBX goes by has it for a landline or mobile as well: an agent's
   * phone must not ring for a call that the usual calling policy then refuses.
   */
  static boolean isLetOut(E164 number) {
    return isLetOut(NumberRanges.of(number));
  }

  static boolean isLetOut(NumberRange range) {
    NumberClass listed = range.numberClass();
    return listed == NumberClass.FIXED || listed == NumberClass.MOBILE;
  }

  /** As people of other countries read it: with the plus and the country's code. */
  static String written(E164 number) {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.format(
          numbers.parse(number.value(), UNKNOWN_REGION), PhoneNumberFormat.INTERNATIONAL);
    } catch (NumberParseException unreadable) {
      return number.value();
    }
  }

  /** A landline, or else a mobile, of the country as its people write it; for hints. */
  Optional<String> example(Country country) {
    return Stream.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
        .flatMap(
            type ->
                Optional.ofNullable(numbers.getExampleNumberForType(country.code(), type)).stream())
        .map(number -> numbers.format(number, PhoneNumberFormat.NATIONAL))
        .filter(written -> check(written, country) instanceof NumberCheck.Callable)
        .findFirst();
  }
}
