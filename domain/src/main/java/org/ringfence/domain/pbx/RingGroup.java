package org.ringfence.domain.pbx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;

/**
 * Several people who take the same calls.
 *
 * @param ringSeconds how long each attempt rings
 * @param otherwise where a call goes that nobody took
 */
public record RingGroup(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    Strategy strategy,
    List<ExtensionId> members,
    int ringSeconds,
    Destination otherwise)
    implements Handling {

  /** Who rings when. */
  public enum Strategy {
    /** All at once. */
    ALL,
    /** One after another, as listed. */
    IN_ORDER,
    /** One after another, and those who rang before keep ringing. */
    GROWING,
    /** One after another, beginning with anyone. */
    RANDOM
  }

  public RingGroup {
    members = List.copyOf(members);
  }

  static RingGroup read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    var strategy = fields.choice("strategy", Strategy.class);
    var members = fields.members();
    int seconds = fields.number("ringSeconds", "The time to ring", 5, 300);
    var otherwise = fields.destination("otherwise");
    return fields.whole(
        () -> new RingGroup(id, name, number, strategy, members, seconds, otherwise));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.RING_GROUP;
  }

  @Override
  public List<Destination> uses() {
    List<Destination> uses = new ArrayList<>();
    members.forEach(member -> uses.add(Destination.extension(member)));
    uses.add(otherwise);
    return uses;
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "strategy", Fields.word(strategy),
        "members", Fields.lines(members),
        "ringSeconds", Integer.toString(ringSeconds),
        "otherwise", otherwise.toString());
  }
}
