package org.ringfence.domain.number;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;

/**
 * The data files say what libphonenumber's metadata say. After a new version of the library: {@code
 * mvn -pl domain test -Dtest=NumberDataTest -DargLine=-Dgolden.update=true}, and read the
 * difference: it changes who may call where.
 */
class NumberDataTest {
  private static final Path FILES = Path.of("src/main/resources/org/ringfence/domain/number");
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  @Test
  void theRangesAreThoseOfTheMetadata() throws IOException {
    agree("number-ranges.txt", "9.0.43", "beginning, region, class", NumberMetadata.ranges());
  }

  @Test
  void theWaysOfDiallingAreThoseOfTheMetadata() throws IOException {
    agree(
        "dialling.txt",
        "9.0.43",
        "region, calling code, international prefix, national prefix, shortest and longest national"
            + " number, own leading zeros, emergency numbers",
        NumberMetadata.dialling());
  }

  @Test
  void theTimeZonesAreThoseOfTheMetadata() throws IOException {
    agree("time-zones.txt", "9.0.23", "beginning, time zones", NumberMetadata.timeZones());
  }

  @ParameterizedTest
  @MethodSource("regions")
  void aNumberThatBelongsToAPlaceHasTheZonesThatTheLibraryGivesIt(String region) {
    PhoneNumber example = NUMBERS.getExampleNumber(region);
    Set<String> zones =
        new TreeSet<>(
            PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForGeographicalNumber(example));
    zones.remove(PhoneNumberToTimeZonesMapper.getUnknownTimeZone());

    assertThat(TimeZones.of(new E164(NUMBERS.format(example, PhoneNumberFormat.E164))))
        .extracting(ZoneId::getId)
        .containsExactlyInAnyOrderElementsOf(zones);
  }

  private static void agree(String name, String version, String columns, List<String> lines)
      throws IOException {
    String text =
        "# Made by NumberDataTest from the metadata of libphonenumber "
            + version
            + ":\n# "
            + columns
            + "\n"
            + String.join("\n", lines)
            + "\n";
    Path file = FILES.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      assertThat(System.getenv("CI")).as("data files are not updated in CI").isNull();
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  static Stream<String> regions() {
    return new TreeSet<>(NUMBERS.getSupportedRegions()).stream();
  }

  @ParameterizedTest
  @MethodSource("regions")
  void theExampleOfEveryClassIsOfItsCountryAndClass(String region) {
    Map<PhoneNumberType, NumberClass> dear = new EnumMap<>(PhoneNumberType.class);
    dear.put(PhoneNumberType.PREMIUM_RATE, NumberClass.PREMIUM);
    dear.put(PhoneNumberType.SHARED_COST, NumberClass.SHARED_COST);
    dear.put(PhoneNumberType.PERSONAL_NUMBER, NumberClass.PERSONAL);
    for (PhoneNumberType type : PhoneNumberType.values()) {
      PhoneNumber example = NUMBERS.getExampleNumberForType(region, type);
      if (example == null || NUMBERS.getNumberType(example) == PhoneNumberType.UNKNOWN) {
        continue;
      }
      String digits = NUMBERS.format(example, PhoneNumberFormat.E164).substring(1);
      NumberRanges.NumberRange range = NumberRanges.of(digits);
      NumberClass expected = dear.get(NUMBERS.getNumberType(example));
      if (expected != null) {
        assertThat(range.numberClass()).as(type + " " + digits).isEqualTo(expected);
      } else {
        assertThat(range.numberClass())
            .as(type + " " + digits)
            .isNotIn(NumberClass.UNASSIGNED, NumberClass.SATELLITE);
      }
    }
  }

  @Test
  void everyCountryHasEmergencyNumbersThatTheLibraryTakesForSome() {
    for (String region : regions().filter(NumberMetadata::knowsEmergency).toList()) {
      for (String number : Dialling.of(region).orElseThrow().emergency()) {
        assertThat(ShortNumberInfo.getInstance().isEmergencyNumber(number, region))
            .as(region + " " + number)
            .isTrue();
      }
    }
    assertThat(Dialling.emergency(new Country("DE"))).containsExactly("110", "112");
    assertThat(Dialling.emergency(new Country("US"))).contains("911");
    assertThat(Dialling.emergency(new Country("GB"))).contains("112", "999");
  }
}
