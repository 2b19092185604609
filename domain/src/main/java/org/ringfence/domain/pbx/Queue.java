package org.ringfence.domain.pbx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;

/**
 * Callers wait, with music, until somebody is free.
 *
 * @param ringSeconds how long one attempt rings
 * @param wrapUpSeconds how long somebody who took a call gets none
 * @param longestWaitSeconds after which the call goes elsewhere
 * @param announcesPosition whether callers hear how many are before them
 * @param otherwise where a call goes that waited too long
 */
public record Queue(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    Strategy strategy,
    List<ExtensionId> members,
    int ringSeconds,
    int wrapUpSeconds,
    int longestWaitSeconds,
    boolean announcesPosition,
    Destination otherwise)
    implements Handling {

  /** Who gets the next call. */
  public enum Strategy {
    /** Everybody who is free. */
    ALL("ringall"),
    /** Whoever has been free for the longest time. */
    LONGEST_FREE("leastrecent"),
    /** Whoever took the fewest calls. */
    FEWEST_CALLS("fewestcalls"),
    /** Each in turn. */
    IN_TURN("rrordered"),
    /** The first in the list who is free. */
    IN_ORDER("linear"),
    RANDOM("random");

    private final String inAsterisk;

    Strategy(String inAsterisk) {
      this.inAsterisk = inAsterisk;
    }

    /** Its name in queues.conf. */
    public String inAsterisk() {
      return inAsterisk;
    }
  }

  public Queue {
    members = List.copyOf(members);
  }

  static Queue read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    var strategy = fields.choice("strategy", Strategy.class);
    var members = fields.members();
    int ring = fields.number("ringSeconds", "The time to ring", 5, 300);
    int wrapUp = fields.number("wrapUpSeconds", "The time to wrap up", 0, 3600);
    int wait = fields.number("longestWaitSeconds", "The longest wait", 10, 7200);
    boolean position = fields.flag("announcesPosition");
    var otherwise = fields.destination("otherwise");
    return fields.whole(
        () ->
            new Queue(
                id, name, number, strategy, members, ring, wrapUp, wait, position, otherwise));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.QUEUE;
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
        "wrapUpSeconds", Integer.toString(wrapUpSeconds),
        "longestWaitSeconds", Integer.toString(longestWaitSeconds),
        "announcesPosition", Boolean.toString(announcesPosition),
        "otherwise", otherwise.toString());
  }
}
