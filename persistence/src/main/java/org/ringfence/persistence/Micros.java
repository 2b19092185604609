package org.ringfence.persistence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times are stored as microseconds since 1970, because the MySQL driver drops the fractions of
 * DATETIME on MariaDB: it takes the server's "5.5.5-10.11" for a version before fractions existed.
 */
final class Micros {
  private Micros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static @Nullable Long of(Optional<Instant> instant) {
    return instant.map(Micros::of).orElse(null);
  }

  static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static Optional<Instant> toInstant(@Nullable Long micros) {
    return micros == null ? Optional.empty() : Optional.of(toInstant(micros.longValue()));
  }
}
