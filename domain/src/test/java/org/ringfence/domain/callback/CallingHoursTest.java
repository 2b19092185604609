package org.ringfence.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.TimeZones;

class CallingHoursTest {
  private static final E164 BERLIN = new E164("+4930123456");

  private static Instant next(String number, String earliest) {
    return CallingHours.USUAL.next(new E164(number), Instant.parse(earliest)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin: an hour ahead of UTC in winter, two in summer.
    "+4930123456, 2026-11-22T12:00:00Z, 2026-11-22T12:00:00Z",
    "+4930123456, 2026-11-22T02:10:00Z, 2026-11-22T07:00:00Z",
    "+4930123456, 2026-07-22T02:10:00Z, 2026-07-22T06:00:00Z",
    "+4930123456, 2026-11-22T19:59:59Z, 2026-11-22T19:59:59Z",
    "+4930123456, 2026-11-22T20:00:00Z, 2026-11-23T07:00:00Z",
    // New York and Tokyo.
    "+12012345678, 2026-11-22T12:00:00Z, 2026-11-22T13:00:00Z",
    "+81312345678, 2026-11-22T12:00:00Z, 2026-11-22T23:00:00Z",
    // The night in which Berlin's clocks go forward: eight o'clock comes an hour earlier.
    "+4930123456, 2026-03-28T22:00:00Z, 2026-03-29T06:00:00Z",
  })
  void aPersonIsCalledByDayWhereTheNumberIs(String number, String asked, String called) {
    assertThat(next(number, asked)).isEqualTo(Instant.parse(called));
  }

  @Test
  void aNumberOfSeveralZonesWaitsUntilItIsDayInAllOfThem() {
    // From Guam (UTC+10) to Newfoundland (UTC-3:30) it is day from 22 to half past 0 h UTC.
    assertThat(next("+18005551234", "2026-11-22T12:00:00Z"))
        .isEqualTo(Instant.parse("2026-11-22T22:00:00Z"));
    assertThat(next("+18005551234", "2026-11-22T23:10:00Z"))
        .isEqualTo(Instant.parse("2026-11-22T23:10:00Z"));
  }

  @Test
  void whereThereIsNoSuchMomentThereIsNone() {
    CallingHours noon = new CallingHours(12, 13);

    assertThat(noon.next(new E164("+18005551234"), Instant.parse("2026-11-22T12:00:00Z")))
        .isEmpty();
  }

  @Test
  void whatBelongsToNoPlaceIsCalledAtAnyHour() {
    E164 world = new E164("+80012345678");

    assertThat(TimeZones.of(world)).isEmpty();
    assertThat(next("+80012345678", "2026-11-22T02:00:00Z"))
        .isEqualTo(Instant.parse("2026-11-22T02:00:00Z"));
  }

  @Test
  void dayAndNightIsAtOnce() {
    Instant night = Instant.parse("2026-11-22T02:00:00Z");

    assertThat(CallingHours.ALWAYS.next(BERLIN, night)).contains(night);
  }

  @Test
  void itIsAlwaysDayWhereSomebodyIsCalledAndNeverSoonerThanAsked() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> numbers =
        List.of("+4930123456", "+12012345678", "+18005551234", "+61412345678", "+5511912345678");
    for (int i = 0; i < 2000; i++) {
      E164 number = new E164(numbers.get(random.nextInt(numbers.size())));
      int from = random.nextInt(24);
      CallingHours hours = new CallingHours(from, from + 1 + random.nextInt(24 - from));
      Instant asked =
          Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(365 * 24 * 3600));

      hours
          .next(number, asked)
          .ifPresent(
              moment -> {
                assertThat(moment).as("seed %d", seed).isAfterOrEqualTo(asked);
                for (ZoneId zone : TimeZones.of(number)) {
                  assertThat(moment.atZone(zone).getHour())
                      .as("seed %d, %s", seed, zone)
                      .isBetween(hours.from(), hours.to() - 1);
                }
                if (TimeZones.of(number).size() == 1) {
                  assertThat(moment).as("seed %d", seed).isBefore(asked.plus(Duration.ofHours(25)));
                }
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "8, 8", "21, 8", "8, 25"})
  void whatIsNoSpanOfADayIsRefused(int from, int to) {
    assertThatThrownBy(() -> new CallingHours(from, to))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("from 8 to 21");
  }
}
