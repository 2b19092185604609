package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.HolidayRegion;
import org.ringfence.domain.pbx.TenantPbx;

class PublicHolidaysTest {
  @ParameterizedTest
  @CsvSource({
    "DE, 2026-10-03",
    "DE-BE, 2026-03-08",
    "DE-BY, 2027-01-06",
    "GB, 2026-12-25",
    "GB-SCT, 2026-11-30",
    "US, 2026-07-04",
    "AT, 2027-10-26",
    "FR, 2026-07-14",
  })
  void aHolidayIsOne(String region, LocalDate day) {
    assertThat(PublicHolidays.days(new HolidayRegion(region), Year.of(2026), 2)).containsKey(day);
  }

  @ParameterizedTest
  @CsvSource({"DE, 2026-03-08", "DE-BE, 2027-01-06", "DE, 2026-11-29", "US, 2026-10-03"})
  void anOrdinaryDayIsNone(String region, LocalDate day) {
    assertThat(PublicHolidays.days(new HolidayRegion(region), Year.of(2026), 2))
        .doesNotContainKey(day);
  }

  @Test
  void theRegionsOfACountryAreKnownByName() {
    assertThat(PublicHolidays.regions("DE"))
        .containsEntry(new HolidayRegion("DE-BE"), "Berlin")
        .hasSizeGreaterThan(15);
    assertThat(PublicHolidays.regions("XX")).isEmpty();
    assertThat(PublicHolidays.countries())
        .contains(new HolidayRegion("DE"), new HolidayRegion("US"), new HolidayRegion("JP"));
    assertThat(PublicHolidays.isKnown(new HolidayRegion("DE-XX"))).isFalse();
    assertThat(PublicHolidays.isKnown(new HolidayRegion("XX"))).isFalse();
  }

  @Test
  void theYearsAreThoseOfTheModel() {
    assertThat(holidays(Year.of(2030))).contains("exten => 20300101,1,").doesNotContain("=> 2029");
    assertThat(holidays(Year.of(2026))).contains("exten => 20351225,1,").doesNotContain("=> 2036");
  }

  private static String holidays(Year from) {
    return new ConfigGenerator()
        .render(pbx("DE", from))
        .file("asterisk/extensions.conf")
        .orElseThrow()
        .text();
  }

  @Test
  void aRegionThatIsNotKnownIsRefusedWithASentence() {
    assertThatThrownBy(() -> new ConfigGenerator().render(pbx("DE-XX", Year.of(2026))))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("DE-XX");
  }

  private static TenantPbx pbx(String region, Year from) {
    Handling hours =
        Handling.read(
            HandlingKind.HOURS, Handlings.id(1), Map.of("name", "Office", "holidays", region));
    return Pbxs.pbx("DE", List.of(), List.of())
        .withHandling(new CallHandling(List.of(hours), Map.of(), Optional.of(from)));
  }
}
