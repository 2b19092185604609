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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Piece;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Gateway;
import org.ringfence.domain.pbx.GatewayOrder;
import org.ringfence.domain.pbx.MediaEncryption;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SipUser;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkSettings;

/**
 * extensions.conf. Whatever a caller can choose is matched by patterns of fixed length or passed
 * through FILTER before it is used, and no pattern takes anything.
 */
final class Extensions {
  /** The longest number a provider may send as the called one. */
  private static final int LONGEST_CALLED = 20;

  /** How long a phone inside rings, and a number outside, in seconds. */
  private static final String RING_PHONE = "60";

  private static final String RING_OUTSIDE = "120";
  private static final String RING_VISITOR = "45";

  /** How long a provider may say nothing before the next one is tried, in seconds. */
  private static final String SILENCE = "12";

  /** How long a call waits for its turn where calls per second are limited, in seconds. */
  private static final int LONGEST_PACE = 10;

  private final TenantPbx pbx;
  private final NumberingPlan plan;
  private final List<Trunk> trunks;

  private Extensions(TenantPbx pbx) {
    this.pbx = pbx;
    this.plan = NumberingPlan.of(pbx.country());
    this.trunks = pbx.trunks().stream().filter(Trunk::enabled).toList();
  }

  static List<Context> contexts(TenantPbx pbx) {
    return new Extensions(pbx).contexts();
  }

  private List<Context> contexts() {
    List<Context> contexts = new ArrayList<>();
    contexts.add(phones());
    contexts.add(outside());
    contexts.add(ring());
    contexts.add(outbound());
    for (Trunk trunk : trunks) {
      contexts.add(toTrunk(trunk));
    }
    contexts.add(trunkLeg());
    if (trunks.stream().anyMatch(Extensions::isSealed)) {
      contexts.add(sealed());
    }
    contexts.add(callback());
    for (Trunk trunk : trunks) {
      contexts.add(fromTrunk(trunk));
    }
    contexts.add(called());
    return contexts;
  }

  private static ContextBuilder context(String name, String comment) {
    return new ContextBuilder(name, comment, Source.pbx());
  }

  private Context phones() {
    ContextBuilder phones = context("phones", "Phones call from here: each other, and outside");
    for (Extension extension : pbx.extensions()) {
      phones.exten(
          extension.number().value(),
          Comments.of(extension),
          Source.extension(extension.id()),
          step(
              "Gosub",
              arg(data("ring")),
              arg(data("s")),
              ringArgument(extension.number().value())));
    }
    return phones.include("outside").build();
  }

  private static Dialplan.Argument ringArgument(String number) {
    return arg(code("1("), data(number), code(")"));
  }

  private Context outside() {
    ContextBuilder outside =
        context(
            "outside",
            plan.isKnown()
                ? "What is dialled in " + pbx.country() + ", as international digits"
                : "What is dialled, as international digits; the rules of "
                    + pbx.country()
                    + " are not known");
    for (NumberingPlan.Rule rule : plan.rules()) {
      String dialled = rule.strip() == 0 ? "${EXTEN}" : "${EXTEN:" + rule.strip() + "}";
      outside.exten(
          rule.pattern(),
          step(
              "Goto",
              arg(data("outbound")),
              arg(data(rule.prepend()), code(dialled)),
              arg(data("1"))));
    }
    return outside.build();
  }

  /** Gosub(ring,s,1(extension)): never returns. */
  private static Context ring() {
    return context("ring", "Rings the phone of extension ARG1")
        .exten(
            "s",
            step("Dial", arg(code("PJSIP/${ARG1}")), arg(data(RING_PHONE))),
            step("Hangup", arg(code(CAUSE))))
        .build();
  }

  /**
   * ISDN cause (Q.850) of a call that was not answered: what the far end said, or the best guess.
   */
  private static final String CAUSE =
      "${IF($[\"${DIALSTATUS}\" = \"BUSY\"]?17:"
          + "${IF($[\"${DIALSTATUS}\" = \"NOANSWER\"]?19:"
          + "${IF($[0${HANGUPCAUSE} > 0]?${HANGUPCAUSE}:34)})})}";

  /**
   * Another trunk is tried when this one could not place the call: it did not answer, or refused us
   * (401, 402, 403, 407, 408, 429, 5xx). Not when the answer is about the called person: unknown,
   * busy, or declining, who must not ring once more. Where the SIP answer got lost, the ISDN cause
   * says it: unallocated (1), busy (17), no answer (18, 19), number changed (22) or incomplete
   * (28).
   */
  private static final String NEXT_TRUNK =
      "$[(\"${DIALSTATUS}\" = \"CHANUNAVAIL\" | \"${DIALSTATUS}\" = \"CONGESTION\") & ("
          + Stream.of(401, 402, 403, 407, 408, 429)
              .map(code -> "0${SIP_CODE} = " + code + " | ")
              .collect(Collectors.joining())
          + "(0${SIP_CODE} < 400"
          + IntStream.of(1, 17, 18, 19, 22, 28)
              .mapToObj(cause -> " & 0${HANGUPCAUSE} != " + cause)
              .collect(Collectors.joining())
          + ") | (0${SIP_CODE} >= 500 & 0${SIP_CODE} < 600))]?";

  private Context outbound() {
    ContextBuilder outbound =
        context("outbound", "An international number without +, through the trunks in order");
    e164Patterns()
        .forEach(
            pattern ->
                outbound.exten(pattern, step("Gosub", arg(data("s")), arg(code("1(${EXTEN})")))));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < trunks.size(); i++) {
      String context = "to-" + trunks.get(i).sectionName();
      Step dial = step("Gosub", arg(data(context)), arg(data("s")), arg(code("1(${ARG1})")));
      steps.add(
          i == 0
              ? dial
              : labelled(
                  trunks.get(i).sectionName(),
                  "Gosub",
                  dial.arguments().toArray(Dialplan.Argument[]::new)));
      if (i + 1 < trunks.size()) {
        steps.add(
            step(
                "GotoIf",
                arg(
                    code(NEXT_TRUNK),
                    data(trunks.get(i + 1).sectionName()),
                    code(":"),
                    data("ended"))));
      }
    }
    // No route to destination, when there is no trunk.
    steps.add(
        trunks.isEmpty()
            ? step("Hangup", arg(data("3")))
            : labelled("ended", "Hangup", arg(code(CAUSE))));
    return outbound.exten("s", steps).build();
  }

  private static List<String> e164Patterns() {
    List<String> patterns = new ArrayList<>();
    for (int digits = NumberingPlan.SHORTEST_E164; digits <= NumberingPlan.LONGEST_E164; digits++) {
      patterns.add("_Z" + "X".repeat(digits - 1));
    }
    return patterns;
  }

  /** Gosub(to-trunk,s,1(international digits)): returns when the call did not come about. */
  private Context toTrunk(Trunk trunk) {
    Source source = Source.trunk(trunk.id());
    List<Step> steps = new ArrayList<>();
    // Names and numbers from inside stay inside.
    steps.add(set("CALLERID(name)"));
    steps.add(
        set(
            "CALLERID(num)",
            trunk
                .callerId()
                .map(number -> new Piece[] {data(plan.format(number, trunk.numberFormat()))})
                .orElse(new Piece[0])));
    limits(steps, trunk);
    gateways(steps, trunk);
    if (isLimited(trunk)) {
      // A call that goes on to another trunk is no longer one of this.
      steps.add(labelled("done", "Set", arg(code("GROUP(trunk)="))));
      steps.add(step("Return"));
      steps.add(labelled("full", "Set", arg(code("DIALSTATUS=CHANUNAVAIL"))));
      steps.add(set("SIP_CODE"));
      steps.add(step("Goto", arg(data("done"))));
    } else {
      steps.add(labelled("done", "Return"));
    }
    return new ContextBuilder(
            "to-" + trunk.sectionName(), Comments.of(trunk) + ": outgoing calls", source)
        .exten("s", steps)
        .build();
  }

  private static boolean isLimited(Trunk trunk) {
    return trunk.settings().maxChannels() > 0 || trunk.settings().callsPerSecond() > 0;
  }

  /**
   * Calls are counted by group: those of a trunk, and those that began within the same second. A
   * call that comes too fast waits for a second with room.
   */
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
      steps.add(set("PACED", data("0")));
      steps.add(labelled("pace", "Set", arg(code("SECOND=${EPOCH}"))));
      steps.add(set("GROUP(pace)", data(name + "-"), code("${SECOND}")));
      steps.add(
          step(
              "GotoIf",
              arg(
                  code("$[${GROUP_COUNT("),
                  data(name),
                  code("-${SECOND}@pace)} <= " + pace + "]?"),
                  data("paced"))));
      steps.add(step("Wait", arg(data("1"))));
      steps.add(set("PACED", code("$[${PACED} + 1]")));
      steps.add(
          step(
              "GotoIf",
              arg(code("$[${PACED} < " + LONGEST_PACE + "]?"), data("pace"), code(":full"))));
      steps.add(labelled("paced", "NoOp"));
    }
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
                arg(code(NEXT_TRUNK), data("server-" + (i + 1) % servers), code(":done"))));
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
    List<Piece> called = new ArrayList<>();
    called.add(data("PJSIP/"));
    if (server == 0) {
      called.add(code(formatted(trunk.numberFormat())));
      called.add(data("@" + trunk.sectionName()));
    } else {
      Gateway gateway = trunk.settings().gateways().get(server - 1);
      called.add(data(trunk.sectionName()));
      called.add(code("/sip:"));
      called.add(code(formatted(trunk.numberFormat())));
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
            // Where there is another one, a server that says nothing does not keep the call.
            code(isLast(trunk) && lastServer ? "" : "^" + SILENCE)),
        // i: a far end that redirects would choose what we dial next. o: phones inside show the
        // number outside, where Asterisk would show the name of this extension.
        arg(
            code("io(+${ARG1})b(trunk-leg^"),
            data(leg),
            code("^1)" + (isSealed(trunk) ? "U(sealed^s^1)" : "")),
            code(trunk.settings().earlyMedia() ? "${RINGBACK}" : "r")));
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
            number ->
                set(
                    "PJSIP_HEADER(add," + name + ")",
                    code("<sip:"),
                    data(plan.format(number, trunk.numberFormat())),
                    data("@" + Pjsip.domain(trunk)),
                    code(">" + parameters)));
  }

  private boolean isLast(Trunk trunk) {
    return trunk.equals(trunks.get(trunks.size() - 1));
  }

  /** ARG1, international digits, as the provider wants it. */
  private String formatted(NumberFormat format) {
    return switch (format) {
      case PLUS_E164 -> "+${ARG1}";
      case E164 -> "${ARG1}";
      case NATIONAL -> {
        int length = plan.callingCode().length();
        String international = plan.internationalPrefix() + "${ARG1}";
        yield plan.isKnown()
            ? "${IF($[\"${ARG1:0:"
                + length
                + "}\" = \""
                + plan.callingCode()
                + "\"]?"
                + plan.nationalPrefixInFormat()
                + "${ARG1:"
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
  private static Context sealed() {
    return context("sealed", "Runs on an answered leg that must be encrypted")
        .exten(
            "s",
            step(
                "ExecIf",
                arg(
                    code(
                        "$[\"${FILTER(1-9,${CHANNEL(rtp,dest)})}\" = \"\"]?Set(GOSUB_RESULT=BUSY)"))),
            step("Return"))
        .build();
  }

  private Context trunkLeg() {
    ContextBuilder leg = context("trunk-leg", "Runs on the leg to a provider before it is called");
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
    return leg.exten(
            "s",
            step(
                "ExecIf",
                arg(
                    code(
                        "$[\"${RINGFENCE_ATTEMPT}\" != \"\"]?"
                            + "Set(PJSIP_HEADER(add,X-Ringfence-Attempt)=${RINGFENCE_ATTEMPT})"))),
            step("Return"))
        .build();
  }

  private static Context callback() {
    ContextBuilder callback =
        context("callback", "An agent has answered; the extension is the visitor's number");
    e164Patterns()
        .forEach(
            pattern ->
                callback.exten(pattern, step("Gosub", arg(data("s")), arg(code("1(${EXTEN})")))));
    return callback
        .exten(
            "s",
            set("__RINGFENCE_ATTEMPT", code("${FILTER(0-9a-f-,${RINGFENCE_ATTEMPT})}")),
            set("RING_SECONDS", code("${FILTER(0-9,${RINGFENCE_RING_SECONDS})}")),
            step(
                "ExecIf",
                arg(code("$[\"${RING_SECONDS}\" = \"\"]?Set(RING_SECONDS=" + RING_VISITOR + ")"))),
            // R: the agent hears ringing until the provider sends its own tones.
            set("RINGBACK", data("R")),
            step("Goto", arg(data("outbound")), arg(code("${ARG1}")), arg(data("1"))))
        .build();
  }

  private Context fromTrunk(Trunk trunk) {
    Source source = Source.trunk(trunk.id());
    ContextBuilder from =
        new ContextBuilder(
            "from-" + trunk.sectionName(), Comments.of(trunk) + ": incoming calls", source);
    boolean exists =
        trunk.incomingTo().isPresent()
            && pbx.extensions().stream()
                .anyMatch(extension -> extension.number().equals(trunk.incomingTo().get()));
    List<Step> steps = new ArrayList<>();
    if (exists) {
      steps.add(set("CALLERID(num)", code("${FILTER(+0-9,${CALLERID(num)})}")));
      international(trunk.numberFormat())
          .ifPresent(number -> steps.add(set("CALLERID(num)", code(number))));
      steps.add(set("CALLERID(name)", code("${FILTER(A-Za-z0-9 .\\x80-\\xff,${CALLERID(name)})}")));
      steps.add(
          step(
              "Gosub",
              arg(data("ring")),
              arg(data("s")),
              ringArgument(trunk.incomingTo().get().value())));
    } else {
      // Call rejected: nobody is to be reached from here.
      steps.add(step("Hangup", arg(data("21"))));
    }
    from.exten("s", steps);
    Optional<String> contactUser =
        trunk.access() instanceof TrunkAccess.Registration account
            ? Optional.of(Pjsip.contactUser(trunk, account))
            : trunk.settings().contactUser().map(SipUser::value);
    if (contactUser.isPresent()) {
      String user = contactUser.get();
      if (!user.matches("s|\\+?[0-9]{1," + LONGEST_CALLED + "}")) {
        from.exten(user, step("Goto", arg(data("s")), arg(data("1"))));
      }
    }
    return from.include("called").build();
  }

  /** The caller's number in international form; empty when it already is in that form. */
  private Optional<String> international(NumberFormat format) {
    String number = "${CALLERID(num)}";
    return switch (format) {
      case PLUS_E164 -> Optional.empty();
      case E164 ->
          Optional.of(
              "${IF($[${LEN("
                  + number
                  + ")} >= 7 & \"${CALLERID(num):0:1}\" != \"+\"]?+"
                  + number
                  + ":"
                  + number
                  + ")}");
      case NATIONAL -> {
        String prefix = plan.internationalPrefix();
        String national = plan.nationalPrefixInFormat();
        String otherwise = number;
        if (plan.isKnown() && national.isEmpty()) {
          otherwise =
              "${IF($[\"${CALLERID(num):0:1}\" != \"+\" & ${LEN("
                  + number
                  + ")} >= "
                  + plan.shortest()
                  + " & ${LEN("
                  + number
                  + ")} <= "
                  + plan.longest()
                  + "]?+"
                  + plan.callingCode()
                  + number
                  + ":"
                  + number
                  + ")}";
        } else if (plan.isKnown()) {
          otherwise =
              "${IF($[\"${CALLERID(num):0:"
                  + national.length()
                  + "}\" = \""
                  + national
                  + "\"]?+"
                  + plan.callingCode()
                  + "${CALLERID(num):"
                  + national.length()
                  + "}:"
                  + number
                  + ")}";
        }
        yield Optional.of(
            "${IF($[\"${CALLERID(num):0:"
                + prefix.length()
                + "}\" = \""
                + prefix
                + "\"]?+${CALLERID(num):"
                + prefix.length()
                + "}:"
                + otherwise
                + ")}");
      }
    };
  }

  /** Included by every from-trunk context: Goto without a context stays in that one. */
  private static Context called() {
    ContextBuilder called = context("called", "Whatever number a provider calls");
    for (int digits = 1; digits <= LONGEST_CALLED; digits++) {
      called.exten("_" + "X".repeat(digits), step("Goto", arg(data("s")), arg(data("1"))));
    }
    for (int digits = 1; digits <= LONGEST_CALLED; digits++) {
      called.exten("_+" + "X".repeat(digits), step("Goto", arg(data("s")), arg(data("1"))));
    }
    return called.build();
  }
}
