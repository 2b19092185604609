package org.ringfence.web.shell;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Shows moments and durations. The browser turns moments into its own time zone afterwards. */
@Named("times")
@RequestScoped
public class Times {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  @Inject Shell shell;

  public String show(Instant at) {
    return UTC.withLocale(shell.getLocale()).format(at);
  }

  /** For example {@code 0.4 s}, {@code 12 s} or {@code 3 min 5 s}. */
  public String duration(Duration duration) {
    return durationText(duration);
  }

  public String between(Instant from, Optional<Instant> to) {
    return to.map(end -> durationText(Duration.between(from, end))).orElse("");
  }

  static String durationText(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 10_000) {
      return String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
