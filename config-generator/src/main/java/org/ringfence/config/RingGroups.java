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
import org.ringfence.config.Dialplan.Piece;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.RingGroup;

/** Ring groups in the dialplan. */
final class RingGroups {
  private RingGroups() {}

  static Context context(RingGroup group, Destinations destinations) {
    List<String> numbers = destinations.numbers(group.members());
    List<Step> steps = new ArrayList<>(Destinations.enter());
    Argument seconds = arg(data(Integer.toString(group.ringSeconds())));
    if (!numbers.isEmpty()) {
      switch (group.strategy()) {
        case ALL -> steps.add(step("Dial", phones(numbers), seconds));
        case IN_ORDER ->
            numbers.forEach(number -> steps.add(step("Dial", phones(List.of(number)), seconds)));
        case GROWING -> {
          for (int i = 1; i <= numbers.size(); i++) {
            steps.add(step("Dial", phones(numbers.subList(0, i)), seconds));
          }
        }
        case RANDOM -> steps.addAll(fromAnyone(numbers, seconds));
      }
    }
    Step otherwise = destinations.to(group.otherwise());
    steps.add(
        labelled(
            "otherwise", otherwise.application(), otherwise.arguments().toArray(Argument[]::new)));
    return CallFlow.contextOf(group).exten("s", steps).build();
  }

  /** Each once, in the order of the list, beginning anywhere in it. */
  private static List<Step> fromAnyone(List<String> numbers, Argument seconds) {
    List<Step> steps = new ArrayList<>();
    int count = numbers.size();
    steps.add(set("LEFT", data(Integer.toString(count))));
    steps.add(step("Goto", arg(code("member-${RAND(1," + count + ")}"))));
    for (int i = 1; i <= count; i++) {
      steps.add(labelled("member-" + i, "Dial", phones(List.of(numbers.get(i - 1))), seconds));
      steps.add(set("LEFT", code("$[${LEFT} - 1]")));
      String next = i == count ? ":member-1" : "";
      steps.add(step("GotoIf", arg(code("$[${LEFT} < 1]?otherwise" + next))));
    }
    return steps;
  }

  /** {@code PJSIP/101&PJSIP/102}. */
  private static Argument phones(List<String> numbers) {
    List<Piece> pieces = new ArrayList<>();
    for (String number : numbers) {
      if (!pieces.isEmpty()) {
        pieces.add(code("&"));
      }
      pieces.add(data("PJSIP/" + number));
    }
    return new Argument(pieces);
  }
}
