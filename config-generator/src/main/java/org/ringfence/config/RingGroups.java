package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.config.Dialplan.Argument;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.RingGroup;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Ring groups in the dialplan. They ring all phones of a person, as a call to the person would, and
 * none of somebody who does not want to be disturbed; they follow nobody's forwarding.
 */
final class RingGroups {
  private static final String SHARED = "group";

  private RingGroups() {}

  static Context context(RingGroup group, Destinations destinations) {
    List<String> numbers = destinations.numbers(group.members());
    List<Step> steps = new ArrayList<>(Destinations.enter());
    Step ring = ring(group.ringSeconds());
    steps.add(set("RING", data("")));
    if (!numbers.isEmpty()) {
      switch (group.strategy()) {
        case ALL -> {
          numbers.forEach(number -> steps.add(add(number)));
          steps.add(ring);
        }
        case IN_ORDER ->
            numbers.forEach(
                number -> steps.addAll(List.of(set("RING", data("")), add(number), ring)));
        case GROWING -> numbers.forEach(number -> steps.addAll(List.of(add(number), ring)));
        case RANDOM -> steps.addAll(fromAnyone(numbers, ring));
      }
    }
    Step otherwise = destinations.to(group.otherwise());
    steps.add(
        labelled(
            "otherwise", otherwise.application(), otherwise.arguments().toArray(Argument[]::new)));
    return CallFlow.contextOf(group).exten("s", steps).build();
  }

  /** Each once, in the order of the list, beginning anywhere in it. */
  private static List<Step> fromAnyone(List<String> numbers, Step ring) {
    List<Step> steps = new ArrayList<>();
    int count = numbers.size();
    steps.add(set("LEFT", data(Integer.toString(count))));
    steps.add(step("Goto", arg(code("member-${RAND(1," + count + ")}"))));
    for (int i = 1; i <= count; i++) {
      steps.add(labelled("member-" + i, "Set", arg(code("RING="))));
      steps.add(add(numbers.get(i - 1)));
      steps.add(ring);
      steps.add(set("LEFT", code("$[${LEFT} - 1]")));
      String next = i == count ? ":member-1" : "";
      steps.add(step("GotoIf", arg(code("$[${LEFT} < 1]?otherwise" + next))));
    }
    return steps;
  }

  /** Gosub(group,add,1(101)): RING gets the phones of 101, unless they are to stay silent. */
  private static Step add(String number) {
    return step(
        "Gosub", arg(data(SHARED)), arg(data("add")), arg(code("1("), data(number), code(")")));
  }

  /** Gosub(group,ring,1(20)): rings what is in RING, and returns when nobody answers. */
  private static Step ring(int seconds) {
    return step(
        "Gosub",
        arg(data(SHARED)),
        arg(data("ring")),
        arg(code("1("), data(Integer.toString(seconds)), code(")")));
  }

  /** What all ring groups call. */
  static List<Context> shared(TenantPbx pbx) {
    if (pbx.handling().of(RingGroup.class).findAny().isEmpty()) {
      return List.of();
    }
    return List.of(
        Extensions.context(SHARED, "Gathers and rings the phones of ring groups")
            .exten(
                "add",
                set("WHO", code("${ARG1}")),
                set("PHONES", code("PJSIP/${WHO}")),
                set("PHONE", data("")),
                People.knowing(),
                step("GotoIf", arg(code("$[\"${DB(" + People.STATE + "dnd)}\" = \"1\"]?left"))),
                step("GotoIf", arg(code("$[" + People.TALKING + "]?left"))),
                step("GotoIf", arg(code("$[${LEN(${PJSIP_DIAL_CONTACTS(${WHO})})} = 0]?left"))),
                set("RING", code("${RING}&${PHONES}")),
                labelled("left", "Return"))
            .exten(
                "ring",
                step("GotoIf", arg(code("$[\"${RING}\" = \"\"]?left"))),
                set("_TRANSFER_CONTEXT", data("phones")),
                step(
                    "Dial", arg(code("${RING:1}")), arg(code("${ARG1}")), arg(code("tk${INSIDE}"))),
                labelled("left", "Return"))
            .build());
  }
}
