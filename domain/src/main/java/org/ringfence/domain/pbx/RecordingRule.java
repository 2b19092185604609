package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * Which calls are recorded. Nothing leads a call to it: it watches all of them.
 *
 * @param direction seen from the tenant
 * @param of the people and the call handling whose calls are meant; empty means everybody's
 * @param announced whether callers from outside hear of it before they are put through
 * @param announcement what they hear; empty for a tone
 */
public record RecordingRule(
    HandlingId id,
    DisplayName name,
    Direction direction,
    List<Destination> of,
    boolean announced,
    Optional<SoundId> announcement)
    implements Handling {

  /** Where calls come from or go. */
  public enum Direction {
    ANY,
    INBOUND,
    OUTBOUND,
    INTERNAL
  }

  public RecordingRule {
    of = List.copyOf(of);
  }

  /** One that is announced by a tone, if at all. */
  public RecordingRule(
      HandlingId id,
      DisplayName name,
      Direction direction,
      List<Destination> of,
      boolean announced) {
    this(id, name, direction, of, announced, Optional.empty());
  }

  static RecordingRule read(HandlingId id, Fields fields) {
    var name = fields.name();
    var direction = fields.choice("direction", Direction.class);
    List<Destination> of =
        fields.list(
            "recorded",
            100,
            text -> {
              Destination destination = Destination.parse(text);
              if (destination instanceof Destination.ToExtension
                  || destination instanceof Destination.ToHandling) {
                return destination;
              }
              throw new InvalidValue(
                  "Only calls of extensions and of call handling can be chosen here.");
            });
    boolean announced = fields.flag("announced");
    Optional<SoundId> announcement = fields.sound("announcement");
    return fields.whole(() -> new RecordingRule(id, name, direction, of, announced, announcement));
  }

  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.RECORDING;
  }

  @Override
  public List<Destination> uses() {
    return of;
  }

  @Override
  public List<SoundId> sounds() {
    return announcement.stream().toList();
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "direction", Fields.word(direction),
        "recorded", Fields.lines(of),
        "announced", Boolean.toString(announced),
        "announcement", Fields.id(announcement));
  }

  /** Whether calls of this direction may be meant. */
  public boolean covers(Direction asked) {
    return direction == Direction.ANY || direction == asked;
  }
}
