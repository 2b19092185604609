package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;

/**
 * extensions.conf; what is particular to trunks is in {@link OutgoingCalls} and {@link
 * IncomingCalls}. Whatever a caller can choose is matched by patterns of fixed length or passed
 * through FILTER before it is used, and no pattern takes anything.
 */
final class Extensions {
  /** How long a visitor of a callback rings, in seconds. */
  private static final String RING_VISITOR = "45";

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
    contexts.addAll(People.contexts(pbx));
    contexts.addAll(FeatureCodes.contexts(pbx));
    contexts.addAll(Features.contexts(pbx));
    contexts.addAll(Agents.contexts(pbx));
    contexts.addAll(CallFlow.contexts(pbx));
    contexts.add(outbound());
    OutgoingCalls outgoing = new OutgoingCalls(pbx, trunks, plan);
    if (!trunks.isEmpty()) {
      contexts.addAll(new CallingRules(pbx).contexts(OutboundRoutes.exist(pbx)));
      contexts.addAll(new OutboundRoutes(pbx).contexts());
      contexts.addAll(EmergencyCalls.contexts(pbx, outgoing, plan));
    }
    contexts.addAll(outgoing.contexts());
    if (trunks.size() > 1) {
      contexts.add(OutboundRoutes.ways());
    }
    contexts.add(callback());
    contexts.addAll(CallbackScripts.contexts(pbx));
    contexts.addAll(IncomingCalls.contexts(pbx, trunks, plan));
    return contexts;
  }

  static ContextBuilder context(String name, String comment) {
    return new ContextBuilder(name, comment, Source.pbx());
  }

  private Context phones() {
    ContextBuilder phones = context("phones", "Phones call from here: each other, and outside");
    for (Extension extension : pbx.extensions()) {
      phones.exten(
          extension.number().value(),
          Comments.of(extension),
          Source.extension(extension.id()),
          ringPhone(extension.number()));
    }
    CallFlow.numbers(pbx, phones);
    phones.include("codes");
    if (Features.areUsed(pbx)) {
      phones.include("parkedcalls");
    }
    if (!trunks.isEmpty()) {
      phones.include("emergency");
    }
    return phones.include("outside").build();
  }

  /** Rings a person's phone; never returns. */
  static Step ringPhone(ExtensionNumber number) {
    return step(
        "Gosub",
        arg(data("ring")),
        arg(data("s")),
        arg(code("1("), data(number.value()), code(")")));
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

  /**
   * ISDN cause (Q.850) of a call that was not answered: what the far end said, or the best guess.
   */
  static final String CAUSE =
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
  static final String NEXT_TRUNK =
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
        context(
            "outbound",
            "An international number without +, by the calling policy and through the trunks");
    e164Patterns()
        .forEach(
            pattern ->
                outbound.exten(pattern, step("Gosub", arg(data("s")), arg(code("1(${EXTEN})")))));
    List<Step> steps = new ArrayList<>();
    if (trunks.isEmpty()) {
      // No route to destination.
      steps.add(step("Hangup", arg(data("3"))));
    } else {
      steps.add(step("Gosub", arg(data("may-call")), arg(data("s")), arg(code("1(${ARG1})"))));
      steps.addAll(
          OutboundRoutes.exist(pbx)
              ? List.of(step("Goto", arg(code("${GOSUB_RETVAL}")), arg(data("s")), arg(data("1"))))
              : OutboundRoutes.through(trunks, trunks.size() > 1));
    }
    return outbound.exten("s", steps).build();
  }

  private static List<String> e164Patterns() {
    List<String> patterns = new ArrayList<>();
    for (int digits = NumberingPlan.SHORTEST_E164; digits <= NumberingPlan.LONGEST_E164; digits++) {
      patterns.add("_Z" + "X".repeat(digits - 1));
    }
    return patterns;
  }

  private Context callback() {
    ContextBuilder callback =
        context("callback", "An agent has answered; the extension is the visitor's number");
    e164Patterns()
        .forEach(
            pattern ->
                callback.exten(pattern, step("Gosub", arg(data("s")), arg(code("1(${EXTEN})")))));
    List<Step> steps = new ArrayList<>();
    // One underscore: to the visitor's leg, and not on to whoever a visitor is transferred to.
    steps.add(set("_RINGFENCE_ATTEMPT", code("${FILTER(0-9a-f-,${RINGFENCE_ATTEMPT})}")));
    steps.add(set("RING_SECONDS", code("${FILTER(0-9,${RINGFENCE_RING_SECONDS})}")));
    steps.add(
        step(
            "ExecIf",
            arg(code("$[\"${RING_SECONDS}\" = \"\"]?Set(RING_SECONDS=" + RING_VISITOR + ")"))));
    if (trunks.size() > 1) {
      for (String order : List.of("RINGFENCE_FIRST", "RINGFENCE_LAST")) {
        steps.add(set(order, code("${FILTER(0-9a-z-/,${" + order + "})}")));
      }
    }
    // R: the agent hears ringing until the provider sends its own tones.
    steps.add(set("RINGBACK", data("R")));
    steps.addAll(CallbackScripts.begin(pbx));
    steps.add(step("Goto", arg(data("outbound")), arg(code("${ARG1}")), arg(data("1"))));
    return callback.exten("s", steps).build();
  }
}
