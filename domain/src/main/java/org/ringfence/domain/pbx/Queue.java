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
 * @param playing what callers hear
 * @param agentsLogIn whether it rings only those of its members who are logged in
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
    Destination otherwise,
    Playing playing,
    boolean agentsLogIn)
    implements Handling {

  /**
   * What callers hear.
   *
   * @param welcome once, before they wait
   * @param repeated while they wait
   * @param repeatSeconds how often
   * @param music between that; empty for what the PBX comes with
   */
  public record Playing(
      Optional<SoundId> welcome,
      Optional<SoundId> repeated,
      int repeatSeconds,
      Optional<HandlingId> music) {
    static Playing nothing() {
      return new Playing(Optional.empty(), Optional.empty(), 60, Optional.empty());
    }

    static Playing read(Fields fields) {
      return new Playing(
          fields.sound("welcome"),
          fields.sound("repeated"),
          fields.number("repeatSeconds", "The time between announcements", 15, 600),
          fields.value("music", Optional.empty(), text -> Optional.of(Music.reference(text))));
    }

    Optional<Destination> musicUsed() {
      return music.map(id -> new Destination.ToHandling(HandlingKind.MUSIC, id));
    }
  }

  /** A queue with music and nothing else to hear. */
  public Queue(
      HandlingId id,
      DisplayName name,
      Optional<ExtensionNumber> number,
      Strategy strategy,
      List<ExtensionId> members,
      int ringSeconds,
      int wrapUpSeconds,
      int longestWaitSeconds,
      boolean announcesPosition,
      Destination otherwise) {
    this(
        id,
        name,
        number,
        strategy,
        members,
        ringSeconds,
        wrapUpSeconds,
        longestWaitSeconds,
        announcesPosition,
        otherwise,
        Playing.nothing(),
        false);
  }

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
    var playing = Playing.read(fields);
    boolean logIn = fields.flag("agentsLogIn");
    return fields.whole(
        () ->
            new Queue(
                id, name, number, strategy, members, ring, wrapUp, wait, position, otherwise,
                playing, logIn));
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
    playing.musicUsed().ifPresent(uses::add);
    return uses;
  }

  @Override
  public List<SoundId> sounds() {
    List<SoundId> sounds = new ArrayList<>();
    playing.welcome().ifPresent(sounds::add);
    playing.repeated().ifPresent(sounds::add);
    return sounds;
  }

  @Override
  public Map<String, String> details() {
    return Map.ofEntries(
        Map.entry("strategy", Fields.word(strategy)),
        Map.entry("members", Fields.lines(members)),
        Map.entry("ringSeconds", Integer.toString(ringSeconds)),
        Map.entry("wrapUpSeconds", Integer.toString(wrapUpSeconds)),
        Map.entry("longestWaitSeconds", Integer.toString(longestWaitSeconds)),
        Map.entry("announcesPosition", Boolean.toString(announcesPosition)),
        Map.entry("welcome", Fields.id(playing.welcome())),
        Map.entry("repeated", Fields.id(playing.repeated())),
        Map.entry("repeatSeconds", Integer.toString(playing.repeatSeconds())),
        Map.entry("music", Fields.id(playing.musicUsed())),
        Map.entry("agentsLogIn", Boolean.toString(agentsLogIn)),
        Map.entry("otherwise", otherwise.toString()));
  }
}
