package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * What callers hear while they wait or are on hold. A call that is led here hears it until it ends.
 *
 * @param pieces sounds of the library, one after another
 * @param everywhere whether it takes the place of the music that the PBX comes with
 */
public record Music(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    List<SoundId> pieces,
    Order order,
    boolean everywhere)
    implements Handling {
  private static final int MOST_PIECES = 50;

  /** Which piece comes next. */
  public enum Order {
    /** As listed. */
    IN_ORDER,
    RANDOM
  }

  public Music {
    pieces = List.copyOf(pieces);
  }

  static Music read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    var pieces = fields.list("pieces", MOST_PIECES, SoundId::parse);
    fields.check(
        "pieces",
        () -> {
          if (pieces.isEmpty()) {
            throw new InvalidValue("Please choose at least one sound.");
          }
        });
    var order = fields.choice("order", Order.class);
    boolean everywhere = fields.flag("everywhere");
    return fields.whole(() -> new Music(id, name, number, pieces, order, everywhere));
  }

  /** Reads a reference to a music, in the text form of its destination. */
  static HandlingId reference(String text) {
    if (Destination.parse(text) instanceof Destination.ToHandling target
        && target.kind() == HandlingKind.MUSIC) {
      return target.id();
    }
    throw new InvalidValue("Please choose one of your pieces of music.");
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.MUSIC;
  }

  @Override
  public List<Destination> uses() {
    return List.of();
  }

  @Override
  public List<SoundId> sounds() {
    return pieces;
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "pieces", Fields.lines(pieces),
        "order", Fields.word(order),
        "everywhere", Boolean.toString(everywhere));
  }
}
