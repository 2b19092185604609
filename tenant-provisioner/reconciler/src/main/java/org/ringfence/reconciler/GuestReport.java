package org.ringfence.reconciler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a guest says of itself: one {@code key=value} per line. */
final class GuestReport {
  private final Map<String, String> values;

  private GuestReport(Map<String, String> values) {
    this.values = values;
  }

  /** Control characters become blanks, and later lines with the same key win nothing. */
  static GuestReport parse(String body) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : body.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(
            line.substring(0, equals),
            line.substring(equals + 1).replaceAll("\\p{Cntrl}", " ").strip());
      }
    }
    return new GuestReport(values);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }
}
