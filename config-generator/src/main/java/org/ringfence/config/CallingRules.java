package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.domain.number.NumberClass;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.number.NumberRanges.NumberRange;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.CallingPolicy.Refusal;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * What becomes of a call to a number outside, by the longest beginning that says something: refused
 * by the tenant's policy, or for which routes. Every call to a trunk asks this table, wherever it
 * comes from; only emergency calls do not.
 */
final class CallingRules {
  /** Where a call goes on whose number no route wants. */
  static final String NO_ROUTE = "routes-none";

  /** Some country that has no word of its own in any policy. */
  private static final NumberRange ABROAD = new NumberRange("AQ", NumberClass.FIXED);

  private final NavigableMap<String, Rule> rules = new TreeMap<>();
  private final Source source;

  /** What holds for numbers with one beginning. */
  record Rule(Optional<Refusal> refusal, List<OutboundRoute> routes) {}

  CallingRules(TenantPbx pbx) {
    CallingPolicy policy = CallingPolicy.of(pbx.handling());
    boolean isStored = pbx.handling().of(CallingPolicy.class).findAny().isPresent();
    this.source = isStored ? Source.handling(policy.id()) : Source.pbx();
    List<OutboundRoute> routes = routes(pbx);
    TreeSet<String> beginnings = new TreeSet<>(NumberRanges.all().keySet());
    routes.stream().flatMap(OutboundRoute::beginnings).forEach(beginnings::add);
    NavigableMap<String, Rule> all = new TreeMap<>();
    beginnings.forEach(beginning -> all.put(beginning, rule(policy, pbx, routes, beginning)));
    refuseAsAWhole(all);
    Rule nowhere = rule(policy, pbx, routes, "");
    boolean isAtHome = policy.refusal(ABROAD, pbx.country()).isPresent();
    rules.put(
        "", nowhere.refusal().isPresent() && isAtHome ? refused(Refusal.INTERNATIONAL) : nowhere);
    all.forEach(
        (beginning, rule) -> {
          if (!rule.equals(of(beginning))) {
            rules.put(beginning, rule);
          }
        });
  }

  /** A country code none of whose numbers may be called needs one line, not one for each class. */
  private static void refuseAsAWhole(NavigableMap<String, Rule> all) {
    for (String code : codes(all)) {
      NavigableMap<String, Rule> within = all.subMap(code, true, code + ":", false);
      if (within.values().stream().allMatch(rule -> rule.refusal().isPresent())) {
        Set<Refusal> reasons = EnumSet.noneOf(Refusal.class);
        within.values().forEach(rule -> rule.refusal().ifPresent(reasons::add));
        reasons.removeAll(
            EnumSet.of(Refusal.UNASSIGNED, Refusal.PREMIUM, Refusal.SHARED_COST, Refusal.PERSONAL));
        Refusal own = Objects.requireNonNull(all.get(code)).refusal().orElseThrow();
        Refusal reason =
            switch (reasons.size()) {
              case 0 -> own;
              case 1 -> reasons.iterator().next();
              default -> Refusal.INTERNATIONAL;
            };
        within.clear();
        all.put(code, refused(reason));
      }
    }
  }

  /** The shortest beginnings, which are country codes, or what a route names of one. */
  private static List<String> codes(NavigableMap<String, Rule> all) {
    List<String> codes = new ArrayList<>();
    for (String beginning : all.keySet()) {
      if (codes.isEmpty() || !beginning.startsWith(codes.get(codes.size() - 1))) {
        codes.add(beginning);
      }
    }
    return codes;
  }

  private static Rule refused(Refusal reason) {
    return new Rule(Optional.of(reason), List.of());
  }

  /** The routes of a PBX in the order in which they are asked. */
  static List<OutboundRoute> routes(TenantPbx pbx) {
    return pbx.handling()
        .of(OutboundRoute.class)
        .sorted(
            Comparator.comparingInt(OutboundRoute::position)
                .thenComparing(route -> route.name().value()))
        .toList();
  }

  private static Rule rule(
      CallingPolicy policy, TenantPbx pbx, List<OutboundRoute> routes, String beginning) {
    NumberRange range = NumberRanges.of(beginning);
    Optional<Refusal> refusal = policy.refusal(range, pbx.country());
    return new Rule(
        refusal,
        refusal.isPresent()
            ? List.of()
            : routes.stream().filter(route -> route.isFor(beginning, range)).toList());
  }

  /** What holds for a number. */
  Rule of(String digits) {
    for (int length = digits.length(); length > 0; length--) {
      Rule rule = rules.get(digits.substring(0, length));
      if (rule != null) {
        return rule;
      }
    }
    return Objects.requireNonNull(rules.get(""));
  }

  /** The contexts that ask; {@code may-call} returns where the call goes on. */
  List<Context> contexts(boolean routed) {
    List<Context> contexts = new ArrayList<>();
    contexts.add(mayCall());
    Map<List<OutboundRoute>, String> ways = new LinkedHashMap<>();
    ContextBuilder destinations =
        new ContextBuilder(
            "destinations", "Calling policy: what beginnings of numbers mean", source);
    rules.forEach(
        (beginning, rule) -> {
          String exten = beginning.isEmpty() ? "none" : beginning;
          if (rule.refusal().isPresent()) {
            destinations.exten(
                exten,
                step(
                    "Goto",
                    arg(data("refused")),
                    arg(data(rule.refusal().get().text())),
                    arg(data("1"))));
          } else if (routed) {
            String way =
                rule.routes().isEmpty()
                    ? NO_ROUTE
                    : ways.computeIfAbsent(rule.routes(), routes -> "routes-" + (ways.size() + 1));
            destinations.exten(exten, step("Return", arg(data(way))));
          } else {
            destinations.exten(exten, step("Return"));
          }
        });
    contexts.add(destinations.build());
    contexts.add(refused());
    if (routed) {
      ways.forEach((routes, name) -> contexts.add(OutboundRoutes.asked(name, routes)));
      contexts.add(
          Extensions.context(NO_ROUTE, "No outbound route is for the number")
              .exten("s", step("Hangup", arg(data("3"))))
              .build());
    }
    return contexts;
  }

  /** Looks for the longest beginning of ARG1 that is listed. */
  private Context mayCall() {
    int longest = rules.keySet().stream().mapToInt(String::length).max().orElse(0);
    return new ContextBuilder(
            "may-call", "Calling policy: ends a call to ARG1 that is not allowed", source)
        .exten(
            "s",
            set("KNOWN", data(Integer.toString(longest))),
            labelled(
                "shorter",
                "GotoIf",
                arg(code("$[${DIALPLAN_EXISTS(destinations,${ARG1:0:${KNOWN}},1)}]?destinations")),
                arg(code("${ARG1:0:${KNOWN}}")),
                arg(data("1"))),
            set("KNOWN", code("$[${KNOWN} - 1]")),
            step("GotoIf", arg(code("$[${KNOWN} > 0]?shorter"))),
            step("Goto", arg(data("destinations")), arg(data("none")), arg(data("1"))))
        .build();
  }

  /** The cause tells the caller; the variable tells whoever reads the call's record. */
  private Context refused() {
    ContextBuilder refused =
        new ContextBuilder("refused", "Calling policy: the call is not allowed", source);
    for (Refusal refusal : Refusal.values()) {
      refused.exten(
          refusal.text(),
          set("REFUSED", data(refusal.text())),
          step("Hangup", arg(data(Integer.toString(refusal.cause())))));
    }
    return refused.build();
  }
}
