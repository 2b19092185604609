package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.ringfence.domain.DisplayName;

/**
 * One object of a tenant's call handling. Besides its type it has a form of plain fields, which
 * databases, pages and the API hold: {@link #fields} writes it, {@link #read} reads it back.
 */
public sealed interface Handling
    permits InboundNumber,
        RingGroup,
        Queue,
        Hours,
        Conference,
        Menu,
        Announcement,
        Music,
        Blocklist,
        Paging,
        Ad,
        AgentPrompt,
        RecordingRule,
        CallingPolicy,
        OutboundRoute {
  HandlingId id();

  DisplayName name();

  /** What phones inside dial to reach it; empty when only destinations lead to it. */
  Optional<ExtensionNumber> number();

  HandlingKind kind();

  /** Everything it needs to exist: members and where it leads to. */
  List<Destination> uses();

  /** The sounds it plays. */
  default List<SoundId> sounds() {
    return List.of();
  }

  /** Ids of the widgets it needs to exist. */
  default List<UUID> widgetUses() {
    return List.of();
  }

  /** The trunks it needs to exist, by the field that names them. */
  default Map<String, List<TrunkId>> trunkUses() {
    return Map.of();
  }

  /** What differs between kinds, in text form. */
  Map<String, String> details();

  /** All its fields, {@code name} and {@code number} among them. */
  default Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>(details());
    fields.put("name", name().value());
    if (kind().fields().contains("number")) {
      fields.put("number", number().map(ExtensionNumber::value).orElse(""));
    }
    return fields;
  }

  /** Its name inside Asterisk: contexts and sections derive from it. */
  default String sectionName() {
    return kind().text() + "-" + id().value().toString().substring(0, 8);
  }

  default Destination destination() {
    return new Destination.ToHandling(kind(), id());
  }

  /**
   * Reads what {@link #fields} wrote, or what a person or program sent.
   *
   * @throws InvalidFields with a sentence for every field that is refused
   */
  static Handling read(HandlingKind kind, HandlingId id, Map<String, String> fields) {
    Fields read = new Fields(fields, kind.defaults());
    return switch (kind) {
      case NUMBER -> InboundNumber.read(id, read);
      case RING_GROUP -> RingGroup.read(id, read);
      case QUEUE -> Queue.read(id, read);
      case HOURS -> Hours.read(id, read);
      case CONFERENCE -> Conference.read(id, read);
      case RECORDING -> RecordingRule.read(id, read);
      case MENU -> Menu.read(id, read);
      case ANNOUNCEMENT -> Announcement.read(id, read);
      case CALLING_POLICY -> CallingPolicy.read(id, read);
      case OUTBOUND_ROUTE -> OutboundRoute.read(id, read);
      case MUSIC -> Music.read(id, read);
      case BLOCKLIST -> Blocklist.read(id, read);
      case PAGING -> Paging.read(id, read);
      case AD -> Ad.read(id, read);
      case AGENT_PROMPT -> AgentPrompt.read(id, read);
    };
  }
}
