package org.ringfence.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.CallHandling;
import org.ringfence.domain.pbx.Conference;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.InboundNumber;
import org.ringfence.domain.pbx.Queue;
import org.ringfence.domain.pbx.RecordingRule;
import org.ringfence.domain.pbx.RingGroup;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkSettings;

/** Call handling that the tests render. */
final class Handlings {
  static final List<Extension> PEOPLE =
      List.of(Pbxs.extension(101), Pbxs.extension(102), Pbxs.extension(103));
  static final Destination BUSY = Destination.end(Destination.Ending.BUSY);

  private Handlings() {}

  static Map<String, TenantPbx> cases() {
    Map<String, TenantPbx> cases = new LinkedHashMap<>();
    for (RingGroup.Strategy strategy : RingGroup.Strategy.values()) {
      cases.put("ring-group-" + word(strategy), pbx(group(1, strategy, BUSY)));
    }
    cases.put(
        "ring-group-of-one", pbx(group(1, "One", RingGroup.Strategy.RANDOM, List.of(101), BUSY)));
    cases.put(
        "ring-group-whose-people-are-gone",
        pbx(group(1, "Gone", RingGroup.Strategy.ALL, List.of(199), BUSY)));
    cases.put(
        "ring-group-that-leads-outside",
        Pbxs.pbx("DE", List.of(Pbxs.registrationTrunk(1)), PEOPLE)
            .withHandling(
                new CallHandling(
                    List.of(
                        group(
                            1,
                            RingGroup.Strategy.ALL,
                            new Destination.ToOutside(new E164("+493023125100")))))));
    cases.put("trunk-that-leads-to-a-group", trunkToGroup());
    cases.put("numbers", numbers(Map.of()));
    cases.put("numbers-in-to", numbers(Map.of("didFrom", "TO")));
    cases.put("numbers-in-a-header", numbers(Map.of("didFrom", "HEADER", "didHeader", "X-Called")));
    // The others end with busy.
    for (Destination.Ending ending : EnumSet.complementOf(EnumSet.of(Destination.Ending.BUSY))) {
      cases.put(
          "ending-" + word(ending), pbx(group(1, RingGroup.Strategy.ALL, Destination.end(ending))));
    }
    RingGroup second =
        group(2, RingGroup.Strategy.IN_ORDER, group(1, RingGroup.Strategy.ALL, BUSY).destination());
    cases.put(
        "ring-groups-in-a-circle",
        pbx(group(1, RingGroup.Strategy.ALL, second.destination()), second));
    cases.put(
        "destination-that-is-gone",
        pbx(
            group(
                1,
                RingGroup.Strategy.IN_ORDER,
                queue(9, Queue.Strategy.ALL, false).destination())));
    for (Queue.Strategy strategy : Queue.Strategy.values()) {
      cases.put("queue-" + word(strategy), pbx(queue(1, strategy, false)));
    }
    cases.put("queue-whose-agents-log-in", agents());
    cases.put("queue-with-position", pbx(queue(1, Queue.Strategy.ALL, true)));
    cases.put("conference", pbx(conference(Optional.empty())));
    cases.put("conference-with-pin", pbx(conference(Optional.of("4711"))));
    for (Hours.Mode mode : Hours.Mode.values()) {
      cases.put("hours-" + word(mode), pbx(hours(mode, "Europe/Berlin")));
    }
    cases.put(
        "hours-in-argentina", pbx(hours(Hours.Mode.AUTOMATIC, "America/Argentina/Buenos_Aires")));
    cases.putAll(SoundHandlings.cases());
    cases.put("handling-with-hostile-names", hostile());
    for (RecordingRule.Direction direction : RecordingRule.Direction.values()) {
      cases.put("recording-" + word(direction), recorded(direction, true));
    }
    cases.put(
        "recording-of-a-person-and-a-queue",
        recorded(
            RecordingRule.Direction.ANY,
            false,
            Destination.extension(PEOPLE.get(1).id()),
            queue(1, Queue.Strategy.ALL, false).destination(),
            queue(9, Queue.Strategy.ALL, false).destination()));
    return cases;
  }

  /** One in the tenant's country and one abroad, and a trunk that takes nothing else. */
  private static TenantPbx numbers(Map<String, String> settings) {
    Trunk trunk = Pbxs.ipTrunk(2);
    RingGroup group = group(1, RingGroup.Strategy.ALL, BUSY);
    return Pbxs.pbx("DE", List.of(trunk.with(TrunkSettings.of(settings))), PEOPLE)
        .withHandling(
            new CallHandling(
                List.of(
                    group,
                    number(7, "+493012345670", group.destination()),
                    number(8, "+441632960123", Destination.extension(PEOPLE.get(1).id())))));
  }

  private static TenantPbx recorded(
      RecordingRule.Direction direction, boolean announced, Destination... of) {
    return Pbxs.pbx("DE", List.of(Pbxs.ipTrunk(2)), PEOPLE)
        .withHandling(
            new CallHandling(
                List.of(
                    queue(1, Queue.Strategy.ALL, false),
                    new RecordingRule(
                        id(5), new DisplayName("Quality"), direction, List.of(of), announced))));
  }

  /** 102 and 103 log in to the first queue, 103 is in the second, too, which asks nobody to. */
  private static TenantPbx agents() {
    return pbx(
        Handling.read(
            HandlingKind.QUEUE,
            id(1),
            Map.of(
                "name", "Support",
                "number", "701",
                "members", person(102) + "\n" + person(103),
                "agentsLogIn", "true")),
        Handling.read(
            HandlingKind.QUEUE,
            id(2),
            Map.of("name", "Sales", "number", "702", "members", person(103).toString())));
  }

  static InboundNumber number(int number, String did, Destination leadsTo) {
    return new InboundNumber(id(number), new DisplayName("Line " + number), new E164(did), leadsTo);
  }

  /** The number that the trunk's calls go to is the group's. */
  private static TenantPbx trunkToGroup() {
    RingGroup group = group(1, RingGroup.Strategy.ALL, BUSY);
    RingGroup called =
        new RingGroup(
            group.id(),
            group.name(),
            Pbxs.ipTrunk(2).incomingTo(),
            group.strategy(),
            group.members(),
            group.ringSeconds(),
            group.otherwise());
    return Pbxs.pbx("DE", List.of(Pbxs.ipTrunk(2)), PEOPLE.subList(1, 3))
        .withHandling(new CallHandling(List.of(called)));
  }

  private static String word(Enum<?> each) {
    return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static TenantPbx pbx(Handling... handlings) {
    return Pbxs.pbx("DE", List.of(), PEOPLE).withHandling(new CallHandling(List.of(handlings)));
  }

  static HandlingId id(int number) {
    return new HandlingId(new UUID((0xc0000000L + number) << 32, number));
  }

  static ExtensionId person(int number) {
    return Pbxs.extension(number).id();
  }

  static RingGroup group(int number, RingGroup.Strategy strategy, Destination otherwise) {
    return group(number, "Sales " + number, strategy, List.of(101, 102, 103), otherwise);
  }

  static RingGroup group(
      int number,
      String name,
      RingGroup.Strategy strategy,
      List<Integer> members,
      Destination otherwise) {
    return new RingGroup(
        id(number),
        new DisplayName(name),
        Optional.of(new ExtensionNumber("60" + number)),
        strategy,
        members.stream().map(Handlings::person).toList(),
        20,
        otherwise);
  }

  static Queue queue(int number, Queue.Strategy strategy, boolean position) {
    return new Queue(
        id(number),
        new DisplayName("Support " + number),
        Optional.of(new ExtensionNumber("70" + number)),
        strategy,
        PEOPLE.stream().map(Extension::id).toList(),
        15,
        5,
        300,
        position,
        Destination.extension(person(101)));
  }

  static Conference conference(Optional<String> pin) {
    return new Conference(
        id(1), new DisplayName("Monday"), Optional.of(new ExtensionNumber("801")), pin, 12);
  }

  static Hours hours(Hours.Mode mode, String zone) {
    return new Hours(
        id(1),
        new DisplayName("Office"),
        Optional.of(new ExtensionNumber("901")),
        mode,
        new Hours.Zone(zone),
        List.of(Hours.Opening.parse("mon-fri 09:00-17:00"), Hours.Opening.parse("sat 10:00-24:00")),
        List.of(new Hours.ClosedDay("12-25"), new Hours.ClosedDay("2027-03-26")),
        Destination.extension(person(101)),
        Destination.end(Destination.Ending.NO_ANSWER));
  }

  static List<Handling> everyKind(String name) {
    DisplayName text = new DisplayName(name);
    RingGroup group = group(1, RingGroup.Strategy.ALL, BUSY);
    Queue queue = queue(2, Queue.Strategy.ALL, true);
    Conference conference = conference(Optional.of("4711"));
    Hours hours = hours(Hours.Mode.AUTOMATIC, "Europe/Berlin");
    List<Handling> all = new ArrayList<>(SoundHandlings.everyKind(name));
    all.addAll(
        List.of(
            new InboundNumber(id(7), text, new E164("+493012345670"), BUSY),
            new RingGroup(
                group.id(), text, group.number(), group.strategy(), group.members(), 20, BUSY),
            new Queue(
                queue.id(),
                text,
                queue.number(),
                queue.strategy(),
                queue.members(),
                15,
                5,
                300,
                true,
                BUSY),
            new Conference(id(3), text, conference.number(), conference.pin(), 12),
            new Hours(
                id(4),
                text,
                hours.number(),
                hours.mode(),
                hours.zone(),
                hours.openings(),
                hours.closedDays(),
                BUSY,
                BUSY)));
    return all;
  }

  private static TenantPbx hostile() {
    List<Handling> all = new ArrayList<>(everyKind(";-- [general] ${SHELL(id)}\\\"#exec"));
    return Pbxs.pbx("DE", List.of(), PEOPLE).withHandling(SoundHandlings.handling(all));
  }
}
