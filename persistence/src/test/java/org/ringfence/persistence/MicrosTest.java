package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MicrosTest {
  @Test
  void microsecondsSurvive() {
    Instant instant = Instant.parse("2026-11-22T10:15:30.123456Z");
    assertThat(Micros.toInstant(Micros.of(instant))).isEqualTo(instant);
  }

  @Test
  void timesBeforeTheEpochSurvive() {
    Instant instant = Instant.parse("1969-12-31T23:59:59.999999Z");
    assertThat(Micros.toInstant(Micros.of(instant))).isEqualTo(instant);
  }
}
