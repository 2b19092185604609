package org.ringfence.domain.pbx;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a tenant builds its call handling from. */
public enum HandlingKind {
  NUMBER,
  RING_GROUP,
  QUEUE,
  HOURS,
  CONFERENCE,
  MENU,
  ANNOUNCEMENT,
  MUSIC,
  BLOCKLIST,
  PAGING;

  /** Its fields, in the order in which a person is asked for them. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(List.of("name"));
    if (this != NUMBER && this != BLOCKLIST) {
      fields.add("number");
    }
    fields.addAll(
        switch (this) {
          case NUMBER -> List.of("did", "destination");
          case RING_GROUP -> List.of("strategy", "members", "ringSeconds", "otherwise");
          case QUEUE ->
              List.of(
                  "strategy",
                  "members",
                  "ringSeconds",
                  "wrapUpSeconds",
                  "longestWaitSeconds",
                  "announcesPosition",
                  "welcome",
                  "repeated",
                  "repeatSeconds",
                  "music",
                  "otherwise");
          case HOURS ->
              List.of("mode", "zone", "openings", "closedDays", "holidays", "open", "closed");
          case CONFERENCE -> List.of("pin", "mostPeople");
          case MENU ->
              List.of(
                  "greeting",
                  "choices",
                  "dialsExtensions",
                  "timeoutSeconds",
                  "attempts",
                  "wrongPrompt",
                  "wrong",
                  "silent");
          case ANNOUNCEMENT -> List.of("sound", "then");
          case MUSIC -> List.of("pieces", "order", "everywhere");
          case BLOCKLIST -> List.of("callers", "anonymous", "blocked");
          case PAGING -> List.of("members", "talkBack");
        });
    return fields;
  }

  /** What its fields are when nobody says otherwise; the others are empty then. */
  public Map<String, String> defaults() {
    String nobody = Destination.end(Destination.Ending.NO_ANSWER).toString();
    return switch (this) {
      case NUMBER -> Map.of("destination", nobody);
      case RING_GROUP -> Map.of("strategy", "all", "ringSeconds", "25", "otherwise", nobody);
      case QUEUE ->
          Map.of(
              "strategy", "all",
              "ringSeconds", "20",
              "wrapUpSeconds", "5",
              "longestWaitSeconds", "600",
              "announcesPosition", "false",
              "repeatSeconds", "60",
              "otherwise", nobody);
      case HOURS -> Map.of("mode", "automatic", "zone", "UTC", "open", nobody, "closed", nobody);
      case CONFERENCE -> Map.of("mostPeople", "20");
      case MENU ->
          Map.of(
              "dialsExtensions", "false",
              "timeoutSeconds", "5",
              "attempts", "3",
              "wrong", nobody,
              "silent", nobody);
      case ANNOUNCEMENT -> Map.of("then", nobody);
      case MUSIC -> Map.of("order", "in-order", "everywhere", "false");
      case BLOCKLIST ->
          Map.of(
              "anonymous",
              "false",
              "blocked",
              Destination.end(Destination.Ending.REFUSE).toString());
      case PAGING -> Map.of("talkBack", "false");
    };
  }

  /** As it stands in addresses, destinations and the database: {@code ring-group}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<HandlingKind> of(String text) {
    return Stream.of(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
