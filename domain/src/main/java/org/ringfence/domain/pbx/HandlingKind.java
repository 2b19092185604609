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
  /** Which calls are recorded; no call is led to it. */
  RECORDING,
  MENU,
  ANNOUNCEMENT,
  CALLING_POLICY,
  OUTBOUND_ROUTE,
  MUSIC,
  BLOCKLIST,
  PAGING,
  /** What visitors of callbacks hear; no call is led to it. */
  AD,
  /** What agents of callbacks hear and press; no call is led to it. */
  AGENT_PROMPT;

  /** Whether calls can be led to it; numbers and blocklists are asked about calls from outside. */
  public boolean isDestination() {
    return this != NUMBER && this != BLOCKLIST && isEntered();
  }

  /** Whether a call can be in it. Policies, routes and rules are asked about calls elsewhere. */
  public boolean isEntered() {
    return this != RECORDING && !isOfCallbacks() && !isOutgoing();
  }

  /** Whether the dialer chooses it for a callback. */
  public boolean isOfCallbacks() {
    return this == AD || this == AGENT_PROMPT;
  }

  /** Whether it is about calls that go out. */
  public boolean isOutgoing() {
    return this == CALLING_POLICY || this == OUTBOUND_ROUTE;
  }

  /** Its fields, in the order in which a person is asked for them. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(List.of("name"));
    if (isDestination()) {
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
                  "agentsLogIn",
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
          case RECORDING -> List.of("direction", "recorded", "announced", "announcement");
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
          case CALLING_POLICY ->
              List.of("allowed", "countries", "emergencyTrunk", "emergencyCallerId");
          case OUTBOUND_ROUTE ->
              List.of(
                  "position",
                  "called",
                  "callers",
                  "hours",
                  "trunks",
                  "order",
                  "callerId",
                  "strip",
                  "prepend");
          case MUSIC -> List.of("pieces", "order", "everywhere");
          case BLOCKLIST -> List.of("callers", "anonymous", "blocked");
          case PAGING -> List.of("members", "talkBack");
          case AD ->
              List.of(
                  "sound",
                  "widgets",
                  "weight",
                  "zone",
                  "firstDay",
                  "lastDay",
                  "openings",
                  "dailyPlays",
                  "totalPlays");
          case AGENT_PROMPT -> List.of("widgets", "whisper", "accept", "acceptSeconds");
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
              "agentsLogIn", "false",
              "repeatSeconds", "60",
              "otherwise", nobody);
      case HOURS -> Map.of("mode", "automatic", "zone", "UTC", "open", nobody, "closed", nobody);
      case CONFERENCE -> Map.of("mostPeople", "20");
      case RECORDING -> Map.of("direction", "any", "announced", "true");
      case MENU ->
          Map.of(
              "dialsExtensions", "false",
              "timeoutSeconds", "5",
              "attempts", "3",
              "wrong", nobody,
              "silent", nobody);
      case ANNOUNCEMENT -> Map.of("then", nobody);
      case CALLING_POLICY ->
          Map.of("name", CallingPolicy.NAME, "allowed", "fixed\nmobile\nfree\nother");
      case OUTBOUND_ROUTE -> Map.of("position", "10", "order", "as-listed", "strip", "0");
      case MUSIC -> Map.of("order", "in-order", "everywhere", "false");
      case BLOCKLIST ->
          Map.of(
              "anonymous",
              "false",
              "blocked",
              Destination.end(Destination.Ending.REFUSE).toString());
      case PAGING -> Map.of("talkBack", "false");
      case AD -> Map.of("weight", "1", "zone", "UTC", "dailyPlays", "0", "totalPlays", "0");
      case AGENT_PROMPT -> Map.of("accept", "false", "acceptSeconds", "10");
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
