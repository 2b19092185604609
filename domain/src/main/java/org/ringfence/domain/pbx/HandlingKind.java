package org.ringfence.domain.pbx;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a tenant builds its call handling from. */
public enum HandlingKind {
  RING_GROUP,
  QUEUE,
  MENU,
  HOURS,
  CONFERENCE,
  ANNOUNCEMENT;

  /** As it stands in addresses, destinations and the database: {@code ring-group}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<HandlingKind> of(String text) {
    return Stream.of(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
