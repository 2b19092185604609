package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Piece;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.config.OutboundRoutes.Feature;
import org.ringfence.domain.pbx.Gateway;
import org.ringfence.domain.pbx.GatewayOrder;
import org.ringfence.domain.pbx.MediaEncryption;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkSettings;

/**
 * The contexts through which calls go out by a trunk, and those that run on the leg to its
 * provider.
 */
final class OutgoingCalls {
  /** How long a number outside rings, in seconds. */
  private static final String RING_OUTSIDE = "120";

  /** How long a provider may say nothing before the next one is tried, in seconds. */
  private static final String SILENCE = "12";

  /** How long a call waits for its turn where calls per second are limited, in seconds. */
  private static final int LONGEST_PACE = 10;

  /**
   * How long a provider that has too much to do is left alone where there is another, in seconds.
   */
  private static final int REST = 10;

  private final NumberingPlan plan;
  private final List<Trunk> trunks;

  private final Set<Feature> features;

  /** Whether called people may hear something before they are put through. */
  private final boolean ads;

  private final boolean callbacks;

  /**
   * @param trunks in the order in which they are tried where there are no routes
   */
  OutgoingCalls(TenantPbx pbx, List<Trunk> trunks, NumberingPlan plan) {
    this.trunks = trunks;
    this.plan = plan;
    this.features = OutboundRoutes.features(pbx);
    this.ads = CallbackScripts.haveAds(pbx);
    this.callbacks = CallbackScripts.areReached(pbx);
  }

  /** What the trunks need. */
  List<Context> contexts() {
    List<Context> contexts = new ArrayList<>();
    trunks.forEach(trunk -> contexts.add(toTrunk(trunk)));
    contexts.add(trunkLeg());
    if (trunks.stream().anyMatch(trunk -> trunk.settings().callsPerSecond() > 0)) {
      contexts.add(pace());
    }
    if (trunks.stream().anyMatch(OutgoingCalls::isSealed)) {
      contexts.add(sealed());
    }
    return contexts;
  }

  /** Gosub(to-trunk,s,1(international digits)): returns when the call did not come about. */
  private Context toTrunk(Trunk trunk) {
    Source source = Source.trunk(trunk.id());
    List<Step> steps = new ArrayList<>();
    // Names and numbers from inside stay inside.
    steps.add(set("CALLERID(name)"));
    steps.add(set("CALLERID(num)", shown(trunk)));
    rest(steps, trunk);
    limits(steps, trunk);
    gateways(steps, trunk);
    List<Step> ending = new ArrayList<>();
    if (mayRest(trunk)) {
      ending.add(
          step(
              "ExecIf",
              arg(
                  code("$[0${SIP_CODE} = 429 | 0${SIP_CODE} = 503]?Set(GLOBAL(REST-"),
                  data(trunk.sectionName()),
                  code(")=$[${EPOCH} + " + REST + "])"))));
    }
    if (isLimited(trunk)) {
      // A call that goes on to another trunk is no longer one of this.
      ending.add(step("Set", arg(code("GROUP(trunk)="))));
    }
    ending.add(step("Return"));
    steps.add(ending.get(0).labelled("done"));
    steps.addAll(ending.subList(1, ending.size()));
    if (isLimited(trunk) || mayRest(trunk)) {
      steps.add(labelled("full", "Set", arg(code("DIALSTATUS=CHANUNAVAIL"))));
      steps.add(set("SIP_CODE"));
      steps.add(step("Goto", arg(data("done"))));
    }
    return new ContextBuilder(
            "to-" + trunk.sectionName(), Comments.of(trunk) + ": outgoing calls", source)
        .exten("s", steps)
        .build();
  }

  /** The number that called people see: the trunk's, the person's, or the route's. */
  private Piece[] shown(Trunk trunk) {
    List<Piece> own =
        trunk
            .callerId()
            .map(number -> List.of(data(plan.format(number, trunk.numberFormat()))))
            .orElse(List.of());
    if (!features.contains(Feature.CALLER_ID)) {
      return own.toArray(Piece[]::new);
    }
    List<Piece> either = new ArrayList<>();
    either.add(code("${IF($[\"${SHOWN}\" = \"\"]?"));
    either.addAll(own);
    either.add(code(":" + formatted(trunk.numberFormat(), "SHOWN") + ")}"));
    return either.toArray(Piece[]::new);
  }

  /** Whether a call can do without this trunk for a while. */
  private boolean mayRest(Trunk trunk) {
    return features.contains(Feature.ROUTED) ? trunks.size() > 1 : !isLast(trunk);
  }

  /**
   * A provider that has just said 429 or 503 is not asked again at once: calls go on to the next
   * trunk, and after the rest one of them finds out whether it is over. The last trunk is always
   * asked.
   */
  private void rest(List<Step> steps, Trunk trunk) {
    if (!mayRest(trunk)) {
      return;
    }
    String last = features.contains(Feature.ROUTED) ? " & \"${ARG2}\" != \"last\"" : "";
    steps.add(
        step(
            "GotoIf",
            arg(
                code("$[${EPOCH} < 0${GLOBAL(REST-"),
                data(trunk.sectionName()),
                code(")}" + last + "]?"),
                data("full"))));
  }

  private static boolean isLimited(Trunk trunk) {
    return trunk.settings().maxChannels() > 0 || trunk.settings().callsPerSecond() > 0;
  }

  /** Calls of a trunk are counted by group. A call that comes too fast waits for its turn. */
  private static void limits(List<Step> steps, Trunk trunk) {
    String name = trunk.sectionName();
    int channels = trunk.settings().maxChannels();
    int pace = trunk.settings().callsPerSecond();
    if (isLimited(trunk)) {
      steps.add(set("GROUP(trunk)", data(name)));
    }
    if (channels > 0) {
      steps.add(
          step(
              "GotoIf",
              arg(
                  code("$[${GROUP_COUNT("),
                  data(name),
                  code("@trunk)} > " + channels + "]?"),
                  data("full"))));
    }
    if (pace > 0) {
      steps.add(
          step(
              "Gosub",
              arg(data("pace")),
              arg(data("s")),
              arg(code("1("), data(name)),
              arg(code(gap(pace) + ")"))));
      steps.add(step("GotoIf", arg(code("$[\"${GOSUB_RETVAL}\" = \"full\"]?"), data("full"))));
    }
  }

  /**
   * Milliseconds from one call to the next: as many as leave no second and no five seconds with
   * more calls than the pace, also when some of them are a little late.
   */
  private static int gap(int pace) {
    return (1040 + pace - 1) / pace + 1;
  }

  /**
   * Gosub(pace,s,1(trunk,gap)): returns when it is this call's turn, {@code full} when that would
   * be too late. A call takes the trunk's next turn and waits for it, and then until the gap has
   * passed since the call before it really went on: a late one makes those behind it later, never
   * closer. Times are in milliseconds; a turn further ahead than there can be was taken before the
   * clock was set back.
   */
  private static Context pace() {
    Step free = set("FREED", code("${UNLOCK(pace-${ARG1})}"));
    Step locked = step("GotoIf", arg(code("$[\"${LOCK(pace-${ARG1})}\" != \"1\"]?"), data("late")));
    Step now = set("NOW", code("${STRFTIME(,,%s%3q)}"));
    return Extensions.context("pace", "Calls of a trunk whose pace is limited take turns")
        .exten(
            "s",
            locked,
            now,
            set("TURN", code("0${GLOBAL(TURN-${ARG1})}")),
            step(
                "ExecIf",
                arg(
                    code(
                        "$[${TURN} < ${NOW} | ${TURN} > ${NOW} + "
                            + (LONGEST_PACE + 10) * 1000
                            + "]?Set(TURN=${NOW})"))),
            set("PAUSE", code("$[${TURN} - ${NOW}]")),
            step("GotoIf", arg(code("$[${PAUSE} > " + LONGEST_PACE * 1000 + "]?"), data("full"))),
            set("GLOBAL(TURN-${ARG1})", code("$[${TURN} + ${ARG2}]")),
            free,
            labelled("wait", "Wait", arg(code("$[${PAUSE} / 1000]"))),
            locked,
            now,
            set("PAUSE", code("$[0${GLOBAL(WENT-${ARG1})} + ${ARG2} - ${NOW}]")),
            step("GotoIf", arg(code("$[${PAUSE} <= 0 | ${PAUSE} > ${ARG2}]?"), data("go"))),
            free,
            step("Goto", arg(data("wait"))),
            labelled("go", "Set", arg(code("GLOBAL(WENT-${ARG1})=${NOW}"))),
            free,
            step("Return"),
            labelled("full", "Set", arg(code("FREED=${UNLOCK(pace-${ARG1})}"))),
            labelled("late", "Return", arg(data("full"))))
        .build();
  }

  /** The provider's servers, one after another while they do not place the call. */
  private void gateways(List<Step> steps, Trunk trunk) {
    TrunkSettings settings = trunk.settings();
    int servers = settings.gateways().size() + 1;
    boolean byWeight = servers > 1 && settings.gatewayOrder() == GatewayOrder.BY_WEIGHT;
    if (byWeight) {
      steps.add(set("TRIED", data("0")));
      draw(steps, settings);
    }
    for (int i = 0; i < servers; i++) {
      boolean last = i == servers - 1 && !byWeight;
      steps.add(
          servers == 1 ? step("HangupCauseClear") : labelled("server-" + i, "HangupCauseClear"));
      steps.add(dial(trunk, i, last));
      steps.add(set("SIP_CODE"));
      String unsaid = servers == 1 ? "done" : "unsaid-" + i;
      // "SIP 486 Busy Here" by channel; none when no channel could be made. A far end that gives a
      // Reason too makes Asterisk list its channel twice (asterisk/asterisk#1621): ARRAY takes one.
      steps.add(set("ARRAY(FAR_END)", code("${HANGUPCAUSE_KEYS()}")));
      steps.add(step("GotoIf", arg(code("$[\"${FAR_END}\" = \"\"]?"), data(unsaid))));
      steps.add(set("SIP_CODE", code("${FILTER(0-9,${HANGUPCAUSE(${FAR_END},tech):4:3})}")));
      if (servers > 1) {
        steps.add(labelled(unsaid, "NoOp"));
      }
      if (byWeight) {
        steps.add(set("TRIED", code("$[${TRIED} + 1]")));
        steps.add(step("GotoIf", arg(code("$[${TRIED} >= " + servers + "]?"), data("done"))));
      }
      if (servers > 1 && !last) {
        steps.add(
            step(
                "GotoIf",
                arg(
                    code(Extensions.NEXT_TRUNK),
                    data("server-" + (i + 1) % servers),
                    code(":done"))));
      }
    }
  }

  /** Chance decides which server is the first. */
  private static void draw(List<Step> steps, TrunkSettings settings) {
    int all = settings.weight() + settings.gateways().stream().mapToInt(Gateway::weight).sum();
    steps.add(set("DRAWN", code("${RAND(1," + all + ")}")));
    int below = settings.weight();
    for (int i = 0; i < settings.gateways().size(); i++) {
      steps.add(step("GotoIf", arg(code("$[${DRAWN} <= " + below + "]?"), data("server-" + i))));
      below += settings.gateways().get(i).weight();
    }
    steps.add(step("Goto", arg(data("server-" + settings.gateways().size()))));
  }

  private Step dial(Trunk trunk, int server, boolean lastServer) {
    String number = formatted(trunk.numberFormat(), "ARG1");
    if (features.contains(Feature.REWRITTEN)) {
      number = "${IF($[\"${WRITTEN}\" = \"\"]?" + number + ":${WRITTEN})}";
    }
    // Where there is another one, a server that says nothing does not keep the call.
    String silence = isLast(trunk) && lastServer ? "" : "^" + SILENCE;
    if (features.contains(Feature.ROUTED) && lastServer) {
      silence = "${IF($[\"${ARG2}\" = \"last\"]?:^" + SILENCE + ")}";
    }
    return dial(trunk, server, number, silence);
  }

  /** An emergency call by one server of a trunk; the number goes out as it was dialled. */
  Step emergency(Trunk trunk, int server, boolean last) {
    return dial(trunk, server, "${ARG1}", last ? "" : "^" + SILENCE);
  }

  private Step dial(Trunk trunk, int server, String number, String silence) {
    List<Piece> called = new ArrayList<>();
    called.add(data("PJSIP/"));
    if (server == 0) {
      called.add(code(number));
      called.add(data("@" + trunk.sectionName()));
    } else {
      Gateway gateway = trunk.settings().gateways().get(server - 1);
      called.add(data(trunk.sectionName()));
      called.add(code("/sip:"));
      called.add(code(number));
      called.add(data("@" + gateway.host()));
      gateway.port().ifPresent(port -> called.add(code(":" + port.value())));
      called.add(code(Pjsip.parameter(trunk)));
    }
    String leg = legOf(trunk).isPresent() ? trunk.sectionName() : "s";
    return step(
        "Dial",
        new Dialplan.Argument(called),
        arg(
            code("${IF($[\"${RING_SECONDS}\" = \"\"]?" + RING_OUTSIDE + ":${RING_SECONDS})}"),
            code(silence)),
        // i: a far end that redirects would choose what we dial next. o: phones inside show the
        // number outside, where Asterisk would show the name of this extension.
        arg(
            code("io(+${ARG1})b(trunk-leg^"),
            data(leg),
            code("^1)" + onAnswer(trunk)),
            code(trunk.settings().earlyMedia() ? "${RINGBACK}" : "r")));
  }

  /** What runs on the leg once it is answered, before both can hear each other. */
  private String onAnswer(Trunk trunk) {
    if (isSealed(trunk)) {
      return "U(sealed^s^1)";
    }
    return ads ? "U(" + CallbackScripts.VISITOR + "^s^1)" : "";
  }

  /** The header that the dialplan writes for this trunk. */
  private Optional<Step> legOf(Trunk trunk) {
    return switch (trunk.settings().callerIdHeader()) {
      case PPI -> header("P-Preferred-Identity", trunk, "");
      case DIVERSION -> header("Diversion", trunk, ";reason=unconditional");
      case FROM, PAI, RPID -> Optional.empty();
    };
  }

  private Optional<Step> header(String name, Trunk trunk, String parameters) {
    return trunk
        .callerId()
        .map(
            number -> {
              List<Piece> pieces = new ArrayList<>();
              pieces.add(code("<sip:"));
              pieces.addAll(List.of(shown(trunk)));
              pieces.add(data("@" + Pjsip.domain(trunk)));
              pieces.add(code(">" + parameters));
              return set("PJSIP_HEADER(add," + name + ")", pieces.toArray(Piece[]::new));
            });
  }

  private boolean isLast(Trunk trunk) {
    return trunk.equals(trunks.get(trunks.size() - 1));
  }

  /** International digits, as the provider wants them. */
  private String formatted(NumberFormat format, String variable) {
    String digits = "${" + variable + "}";
    return switch (format) {
      case PLUS_E164 -> "+" + digits;
      case E164 -> digits;
      case NATIONAL -> {
        int length = plan.callingCode().length();
        String international = plan.internationalPrefix() + digits;
        yield plan.isKnown()
            ? "${IF($[\"${"
                + variable
                + ":0:"
                + length
                + "}\" = \""
                + plan.callingCode()
                + "\"]?"
                + plan.nationalPrefixInFormat()
                + "${"
                + variable
                + ":"
                + length
                + "}:"
                + international
                + ")}"
            : international;
      }
    };
  }

  private static boolean isSealed(Trunk trunk) {
    return trunk.settings().mediaEncryption() == MediaEncryption.REQUIRED;
  }

  /**
   * Asterisk keeps a call whose far end answered in the open to an offer of SRTP alone, silent: it
   * then has no address to send sound to. Busy, not failed: the called person has answered already
   * and must not ring once more.
   */
  private Context sealed() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        step(
            "ExecIf",
            arg(
                code(
                    "$[\"${FILTER(1-9,${CHANNEL(rtp,dest)})}\" ="
                        + " \"\"]?Set(GOSUB_RESULT=BUSY)"))));
    if (ads) {
      steps.add(
          step(
              "GotoIf",
              arg(
                  code("$[\"${GOSUB_RESULT}\" = \"\"]?"),
                  data(CallbackScripts.VISITOR),
                  code(",s,1"))));
    }
    steps.add(step("Return"));
    return Extensions.context("sealed", "Runs on an answered leg that must be encrypted")
        .exten("s", steps)
        .build();
  }

  private Context trunkLeg() {
    ContextBuilder leg =
        Extensions.context("trunk-leg", "Runs on the leg to a provider before it is called");
    for (Trunk trunk : trunks) {
      legOf(trunk)
          .ifPresent(
              header ->
                  leg.exten(
                      trunk.sectionName(),
                      Comments.of(trunk),
                      Source.trunk(trunk.id()),
                      header,
                      step("Goto", arg(data("s")), arg(data("1")))));
    }
    return leg.exten("s", callbackLeg()).build();
  }

  private List<Step> callbackLeg() {
    List<Step> steps = new ArrayList<>();
    if (callbacks) {
      steps.add(step("GotoIf", arg(code("$[\"${RINGFENCE_ATTEMPT}\" = \"\"]?"), data("done"))));
      steps.add(set("PJSIP_HEADER(add,X-Ringfence-Attempt)", code("${RINGFENCE_ATTEMPT}")));
      steps.addAll(CallbackScripts.giveKeys());
    }
    steps.add(callbacks ? labelled("done", "Return") : step("Return"));
    return steps;
  }
}
