package org.ringfence.domain.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.history.CallRecord.Direction;
import org.ringfence.domain.history.CallRecord.Outcome;

/**
 * Makes the record of a call of its events. Pure, and indifferent to their order and to repetition:
 * so a record can be made anew whenever events arrive late or again.
 */
public final class CallStory {
  private static final Pattern CAUSE = Pattern.compile("\"hangupcause\"\\s*:\\s*([0-9]{1,3})\\b");
  private static final Set<Integer> BUSY = Set.of(17);
  private static final Set<Integer> NOT_ANSWERED = Set.of(0, 16, 18, 19, 26, 31, 127);

  private final List<CallEvent> events;
  private final List<CallSide> sides;

  private CallStory(List<CallEvent> events) {
    this.events =
        events.stream()
            .distinct()
            .sorted(Comparator.comparing(CallEvent::at).thenComparing(CallEvent::type))
            .toList();
    this.sides = sidesOf(this.events);
  }

  /**
   * The story of one call.
   *
   * @param events all of one call, in any order, at least one
   */
  public static CallStory of(List<CallEvent> events) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a call without events");
    }
    return new CallStory(events);
  }

  /** Its sides in the order in which they began, the caller first. */
  public List<CallSide> sides() {
    return sides;
  }

  /** What happened between, for people. */
  public List<CallEvent> steps() {
    return events.stream().filter(event -> event.type().isStep()).toList();
  }

  /** The record. */
  public CallRecord record(CallRecordId id, KnownNames names) {
    Optional<CallSide> first = sides.stream().findFirst();
    List<CallSide> others = sides.stream().skip(1).toList();
    boolean fromOutside = first.filter(CallSide::isTrunk).isPresent();
    Direction direction =
        fromOutside
            ? Direction.INBOUND
            : others.stream().anyMatch(CallSide::isTrunk) ? Direction.OUTBOUND : Direction.INTERNAL;
    List<String> sections = details(CallEvent.Type.THROUGH);
    Optional<Instant> answered = answeredAt(first, others, sections);
    Optional<Instant> ended = endedAt(first);
    int cause = cause(first, others);
    CallEvent begin = begin(first);
    String called = called(direction, begin, sections, names);
    String trunk =
        Stream.concat(first.stream(), others.stream())
            .filter(CallSide::isTrunk)
            .reduce(
                (before, last) -> fromOutside || before.answeredAt().isPresent() ? before : last)
            .map(CallSide::endpoint)
            .orElse("");
    String extension =
        fromOutside
            ? others.stream()
                .filter(side -> !side.isTrunk() && side.answeredAt().isPresent())
                .map(CallSide::endpoint)
                .findFirst()
                .orElse("")
            : first.map(CallSide::endpoint).orElse("");
    String caller = caller(fromOutside, begin, first);
    return new CallRecord(
        id,
        direction,
        caller,
        fromOutside
            ? Text.visible(begin.caller())
            : names.extensions().getOrDefault(caller, begin.caller()),
        called,
        calledName(called, sections, names),
        extension,
        trunk,
        names.trunks().getOrDefault(trunk, ""),
        through(sections, names),
        attempt(begin.call()),
        outcome(answered, ended, cause),
        begin.at(),
        answered,
        ended,
        cause,
        sides.stream()
            .flatMap(side -> side.quality().stream())
            .map(Quality::mos)
            .min(Comparator.naturalOrder()),
        // Nothing is written before people are put through.
        answered.flatMap(talk -> details(CallEvent.Type.RECORDED).stream().findFirst()));
  }

  private static List<CallSide> sidesOf(List<CallEvent> events) {
    Map<String, List<CallEvent>> byChannel = new LinkedHashMap<>();
    events.stream()
        .filter(event -> !event.channel().isEmpty() && !event.endpoint().isEmpty())
        .forEach(
            event ->
                byChannel.computeIfAbsent(event.channel(), any -> new ArrayList<>()).add(event));
    Optional<CallEvent> dialled =
        events.stream().filter(event -> event.type() == CallEvent.Type.DIALLED).findFirst();
    Optional<Instant> stopped =
        at(events, CallEvent.Type.CUT_OFF).or(() -> at(events, CallEvent.Type.ENDED));
    return byChannel.values().stream()
        .map(own -> side(own, dialled, stopped))
        .sorted(Comparator.comparing(CallSide::beganAt).thenComparing(CallSide::channel))
        .toList();
  }

  private static CallSide side(
      List<CallEvent> own, Optional<CallEvent> dialled, Optional<Instant> stopped) {
    CallEvent any = own.get(0);
    String endpoint = any.endpoint();
    Instant began = at(own, CallEvent.Type.BEGAN).orElse(any.at());
    String number = endpoint;
    if (endpoint.startsWith("trunk-")) {
      // The side that was called has the number that was dialled, unless it is the caller itself.
      number =
          dialled
              .filter(event -> !event.channel().equals(any.channel()))
              .map(event -> "+" + event.detail())
              .orElseGet(() -> own.get(own.size() - 1).number());
    }
    Optional<CallEvent> hungUp =
        own.stream().filter(event -> event.type() == CallEvent.Type.HUNG_UP).findFirst();
    return new CallSide(
        any.channel(),
        endpoint,
        number,
        began,
        at(own, CallEvent.Type.ANSWERED),
        hungUp.map(CallEvent::at).or(() -> stopped),
        hungUp.map(event -> causeIn(event.detail())).orElse(0),
        own.stream()
            .filter(event -> event.type() == CallEvent.Type.QUALITY)
            .flatMap(event -> Quality.read(event.detail()).stream())
            .findFirst());
  }

  private CallEvent begin(Optional<CallSide> first) {
    return events.stream()
        .filter(
            event ->
                event.type() == CallEvent.Type.BEGAN
                    && first.filter(side -> side.channel().equals(event.channel())).isPresent())
        .findFirst()
        .orElse(events.get(0));
  }

  /**
   * Somebody called has answered. Where a call ends in something that answers by itself, its own
   * answer counts, but not that of a queue or menu in which it only waited.
   */
  private static Optional<Instant> answeredAt(
      Optional<CallSide> first, List<CallSide> others, List<String> sections) {
    Optional<Instant> byPerson =
        others.stream().flatMap(side -> side.answeredAt().stream()).min(Comparator.naturalOrder());
    boolean waited =
        sections.stream()
            .reduce((before, last) -> last)
            .filter(last -> !last.startsWith("conference-"))
            .isPresent();
    return byPerson.or(
        () -> others.isEmpty() && !waited ? first.flatMap(CallSide::answeredAt) : Optional.empty());
  }

  private Optional<Instant> endedAt(Optional<CallSide> first) {
    return at(events, CallEvent.Type.ENDED)
        .or(() -> at(events, CallEvent.Type.CUT_OFF))
        .or(
            () ->
                // The last word got lost: nobody is in the call any more.
                sides.stream().allMatch(side -> side.endedAt().isPresent())
                    ? first.flatMap(CallSide::endedAt)
                    : Optional.empty());
  }

  /** Of the far end that failed, else of the caller. */
  private static int cause(Optional<CallSide> first, List<CallSide> others) {
    boolean talked = others.stream().anyMatch(side -> side.answeredAt().isPresent());
    return (talked ? first : first.filter(side -> side.cause() != 0))
        .or(() -> others.stream().filter(side -> side.cause() != 0).findFirst())
        .map(CallSide::cause)
        .orElse(0);
  }

  private String caller(boolean fromOutside, CallEvent begin, Optional<CallSide> first) {
    if (!fromOutside) {
      return first.map(CallSide::endpoint).filter(text -> !text.isEmpty()).orElse(begin.number());
    }
    // The dialplan has filtered it since and written it in international form.
    return events.stream()
        .filter(event -> event.channel().equals(begin.channel()))
        .filter(
            event ->
                event.type() == CallEvent.Type.THROUGH || event.type() == CallEvent.Type.HUNG_UP)
        .map(CallEvent::number)
        .filter(number -> !number.isEmpty())
        .findFirst()
        .orElse(begin.number());
  }

  private String called(
      Direction direction, CallEvent begin, List<String> sections, KnownNames names) {
    if (direction == Direction.INBOUND) {
      Optional<String> did =
          sections.stream().map(names.dids()::get).filter(java.util.Objects::nonNull).findFirst();
      return did.orElseGet(() -> begin.dialled().equals("s") ? "" : begin.dialled());
    }
    Optional<String> outside = details(CallEvent.Type.DIALLED).stream().findFirst();
    if (outside.isPresent()) {
      return "+" + outside.get();
    }
    return begin.dialled().equals("s") ? "" : begin.dialled();
  }

  private static String calledName(String called, List<String> sections, KnownNames names) {
    String extension = names.extensions().get(called);
    return extension != null
        ? extension
        : sections.stream()
            .map(names.handling()::get)
            .filter(java.util.Objects::nonNull)
            .findFirst()
            .orElse("");
  }

  private static String through(List<String> sections, KnownNames names) {
    Set<String> passed = new LinkedHashSet<>();
    sections.forEach(section -> passed.add(names.handling().getOrDefault(section, section)));
    return String.join(" > ", passed);
  }

  private Outcome outcome(Optional<Instant> answered, Optional<Instant> ended, int cause) {
    if (at(events, CallEvent.Type.CUT_OFF).isPresent()
        && at(events, CallEvent.Type.ENDED).isEmpty()) {
      return Outcome.CUT_OFF;
    }
    if (ended.isEmpty()) {
      return Outcome.RUNNING;
    }
    if (answered.isPresent()) {
      return Outcome.ANSWERED;
    }
    if (BUSY.contains(cause)) {
      return Outcome.BUSY;
    }
    return NOT_ANSWERED.contains(cause) ? Outcome.NOT_ANSWERED : Outcome.FAILED;
  }

  /** The dialer gives the first channel of a callback the id of its attempt. */
  private static Optional<AttemptId> attempt(String call) {
    try {
      return Optional.of(AttemptId.parse(call));
    } catch (InvalidValue anotherCall) {
      return Optional.empty();
    }
  }

  private List<String> details(CallEvent.Type type) {
    return events.stream().filter(event -> event.type() == type).map(CallEvent::detail).toList();
  }

  private static Optional<Instant> at(List<CallEvent> events, CallEvent.Type type) {
    return events.stream().filter(event -> event.type() == type).map(CallEvent::at).findFirst();
  }

  private static int causeIn(String extra) {
    Matcher matcher = CAUSE.matcher(extra);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
