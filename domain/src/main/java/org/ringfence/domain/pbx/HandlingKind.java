package org.ringfence.domain.pbx;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a tenant builds its call handling from. */
public enum HandlingKind {
  RING_GROUP,
  QUEUE,
  HOURS,
  CONFERENCE;

  /** Its fields, in the order in which a person is asked for them. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(List.of("name", "number"));
    fields.addAll(
        switch (this) {
          case RING_GROUP -> List.of("strategy", "members", "ringSeconds", "otherwise");
          case QUEUE ->
              List.of(
                  "strategy",
                  "members",
                  "ringSeconds",
                  "wrapUpSeconds",
                  "longestWaitSeconds",
                  "announcesPosition",
                  "otherwise");
          case HOURS -> List.of("mode", "zone", "openings", "closedDays", "open", "closed");
          case CONFERENCE -> List.of("pin", "mostPeople");
        });
    return fields;
  }

  /** As it stands in addresses, destinations and the database: {@code ring-group}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<HandlingKind> of(String text) {
    return Stream.of(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
