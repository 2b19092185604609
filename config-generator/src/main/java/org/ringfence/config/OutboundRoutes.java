package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringfence.config.Dialplan.Argument;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;

/** Outbound routes in the dialplan: each returns when it is not for the call. */
final class OutboundRoutes {
  private static final String WAYS = "ways";

  private final TenantPbx pbx;
  private final Map<TrunkId, Trunk> trunks;
  private final Map<ExtensionId, Extension> people = new HashMap<>();

  OutboundRoutes(TenantPbx pbx) {
    this.pbx = pbx;
    this.trunks =
        pbx.trunks().stream()
            .filter(Trunk::enabled)
            .collect(Collectors.toMap(Trunk::id, trunk -> trunk));
    pbx.extensions().forEach(person -> people.put(person.id(), person));
  }

  static boolean exist(TenantPbx pbx) {
    return pbx.handling().of(OutboundRoute.class).findAny().isPresent();
  }

  /** What the trunks' contexts must reckon with. */
  static Set<Feature> features(TenantPbx pbx) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    CallingPolicy.of(pbx.handling())
        .emergencyCallerId()
        .ifPresent(site -> features.add(Feature.CALLER_ID));
    if (!People.shown(pbx).isEmpty()) {
      features.add(Feature.CALLER_ID);
    }
    if (pbx.trunks().stream().filter(Trunk::enabled).count() > 1) {
      // The dialer chooses the order of a callback's trunks.
      features.add(Feature.ROUTED);
    }
    for (OutboundRoute route : CallingRules.routes(pbx)) {
      features.add(Feature.ROUTED);
      route.callerId().ifPresent(shown -> features.add(Feature.CALLER_ID));
      if (route.rewrites()) {
        features.add(Feature.REWRITTEN);
      }
    }
    return features;
  }

  /** Something a route may ask of a trunk. */
  enum Feature {
    ROUTED,
    CALLER_ID,
    REWRITTEN
  }

  List<Context> contexts() {
    return CallingRules.routes(pbx).stream().map(this::context).toList();
  }

  /** Asks these routes one after another. */
  static Context asked(String name, List<OutboundRoute> routes) {
    List<Step> steps = new ArrayList<>();
    routes.forEach(
        route ->
            steps.add(
                step(
                    "Gosub",
                    arg(data(route.sectionName())),
                    arg(data("s")),
                    arg(code("1(${ARG1})")))));
    steps.add(step("Goto", arg(data(CallingRules.NO_ROUTE)), arg(data("s")), arg(data("1"))));
    return Extensions.context(name, "The outbound routes for some numbers, in order")
        .exten("s", steps)
        .build();
  }

  private Context context(OutboundRoute route) {
    List<Step> steps = new ArrayList<>();
    List<Trunk> usable = usable(route);
    if (usable.isEmpty()) {
      steps.add(step("Return"));
    } else {
      if (!route.callers().isEmpty()) {
        callers(route).forEach(number -> steps.add(isCaller(number)));
        steps.add(step("Return"));
        steps.add(labelled("caller", "NoOp"));
      }
      hours(route).ifPresent(hours -> steps.addAll(OpeningHours.orReturn(hours)));
      route.callerId().ifPresent(shown -> steps.add(set("_SHOWN", data(shown.digits()))));
      if (route.rewrites()) {
        steps.add(set("WRITTEN", data(route.prepend()), code("${ARG1:" + route.strip() + "}")));
      }
      steps.addAll(through(usable, true));
    }
    return CallFlow.contextOf(route).exten("s", steps).build();
  }

  /** The channel tells who calls: nobody but the phone itself can make one of that name. */
  private static Step isCaller(String number) {
    return step(
        "GotoIf",
        arg(code("$[\"${CUT(CHANNEL,-,1)}\" = \"PJSIP/"), data(number), code("\"]?caller")));
  }

  /**
   * Gosub(ways,s,1(digits,trunks)): tries trunks in the order that a callback brings with it, while
   * they cannot place the call: those in RINGFENCE_FIRST, then the others as they are listed, and
   * those in RINGFENCE_LAST at the end. What is not listed is passed over, and none is tried twice.
   */
  static Context ways() {
    return Extensions.context(
            WAYS, "Tries trunks in the order that the dialer chose for a callback")
        .exten(
            "s",
            set("LEFT", code("${RINGFENCE_FIRST}/${ARG2}/./${RINGFENCE_LAST}")),
            set("SPARED", code("/${RINGFENCE_LAST}/")),
            set("LISTED", code("/${ARG2}/")),
            set("TRIED", data("/")),
            set("COUNT", data("0")),
            labelled("next", "GotoIf", arg(code("$[\"${LEFT}\" = \"\"]?"), data("done"))),
            set("WAY", code("${CUT(LEFT,/,1)}")),
            set("LEFT", code("${CUT(LEFT,/,2-)}")),
            step("ExecIf", arg(code("$[\"${WAY}\" = \".\"]?Set(SPARED=)"))),
            step("GotoIf", arg(code("$[!(\"${LISTED}\" =~ \"/${WAY}/\")]?"), data("next"))),
            step("GotoIf", arg(code("$[\"${SPARED}\" =~ \"/${WAY}/\"]?"), data("next"))),
            step("GotoIf", arg(code("$[\"${TRIED}\" =~ \"/${WAY}/\"]?"), data("next"))),
            set("TRIED", code("${TRIED}${WAY}/")),
            set("COUNT", code("$[${COUNT} + 1]")),
            step(
                "Gosub",
                arg(code("to-${WAY}")),
                arg(data("s")),
                arg(code("1(${ARG1}")),
                arg(code("${IF($[${COUNT} = ${FIELDQTY(ARG2,/)}]?last)})"))),
            step("GotoIf", arg(code(Extensions.NEXT_TRUNK), data("next"), code(":"), data("done"))),
            labelled("done", "Return"))
        .build();
  }

  /** Numbers of those who still exist. */
  List<String> callers(OutboundRoute route) {
    return route.callers().stream()
        .flatMap(id -> Optional.ofNullable(people.get(id)).stream())
        .map(person -> person.number().value())
        .toList();
  }

  /** Trunks that exist and are switched on, in the order in which they are tried. */
  List<Trunk> usable(OutboundRoute route) {
    return route.ordered().stream()
        .flatMap(id -> Optional.ofNullable(trunks.get(id)).stream())
        .toList();
  }

  Optional<Hours> hours(OutboundRoute route) {
    return route
        .hours()
        .flatMap(id -> pbx.handling().find(HandlingKind.HOURS, id))
        .map(Hours.class::cast);
  }

  /**
   * Dials ARG1 by one trunk after another while they cannot place the call; never goes on. A
   * callback may bring an order of its own.
   *
   * @param routed whether the trunks are told which is the last
   */
  static List<Step> through(List<Trunk> trunks, boolean routed) {
    List<Step> steps = new ArrayList<>();
    if (trunks.size() > 1) {
      String names = trunks.stream().map(Trunk::sectionName).collect(Collectors.joining("/"));
      steps.add(
          step(
              "GotoIf",
              arg(
                  code("$[\"${RINGFENCE_FIRST}${RINGFENCE_LAST}\" = \"\"]?"),
                  data(trunks.get(0).sectionName()))));
      steps.add(
          step(
              "Gosub",
              arg(data(WAYS)),
              arg(data("s")),
              arg(code("1(${ARG1}")),
              arg(data(names), code(")"))));
      steps.add(step("Goto", arg(data("ended"))));
    }
    for (int i = 0; i < trunks.size(); i++) {
      String name = trunks.get(i).sectionName();
      boolean last = i + 1 == trunks.size();
      Argument[] call = {
        arg(data("to-" + name)),
        arg(data("s")),
        arg(code(routed && last ? "1(${ARG1},last)" : "1(${ARG1})"))
      };
      steps.add(trunks.size() == 1 ? step("Gosub", call) : labelled(name, "Gosub", call));
      if (!last) {
        steps.add(
            step(
                "GotoIf",
                arg(
                    code(Extensions.NEXT_TRUNK),
                    data(trunks.get(i + 1).sectionName()),
                    code(":"),
                    data("ended"))));
      }
    }
    steps.add(labelled("ended", "Hangup", arg(code(Extensions.CAUSE))));
    return steps;
  }
}
