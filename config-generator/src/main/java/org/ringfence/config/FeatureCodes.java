package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * What phones inside dial to change how they are reached. The person is the phone's endpoint, which
 * authenticated, not the caller id.
 */
final class FeatureCodes {
  private static final int LONGEST_TARGET = 18;

  /** Of an extension. */
  private static final int SHORTEST_NUMBER = 2;

  private static final int LONGEST_NUMBER = 6;

  private static final List<Forward> FORWARDS =
      List.of(
          new Forward("always", "*72", "*73"),
          new Forward("busy", "*90", "*91"),
          new Forward("noanswer", "*52", "*53"),
          new Forward("offline", "*54", "*55"));

  /** A code before a number, and the one that ends it. */
  private record Forward(String what, String on, String off) {}

  private FeatureCodes() {}

  static List<Context> contexts(TenantPbx pbx) {
    return List.of(codes(pbx), changes(pbx));
  }

  private static Context codes(TenantPbx pbx) {
    ContextBuilder codes = Extensions.context("codes", "Feature codes of phones");
    if (People.haveMailboxes(pbx)) {
      codes.exten(
          "*97",
          step("Answer", arg(data("500"))),
          step("VoiceMailMain", arg(code("${CHANNEL(endpoint)}@"), data(People.MAILBOXES))),
          step("Hangup"));
      codes.exten(
          "*98",
          step("Answer", arg(data("500"))),
          step("VoiceMailMain", arg(code("@"), data(People.MAILBOXES))),
          step("Hangup"));
    }
    for (int digits = SHORTEST_NUMBER; digits <= LONGEST_NUMBER; digits++) {
      codes.exten(
          "_**" + "X".repeat(digits),
          step("PickupChan", arg(code("PJSIP/${EXTEN:2}-")), arg(data("p"))),
          step("Hangup"));
    }
    codes.exten("*78", change("dnd", "1"));
    codes.exten("*79", change("dnd", ""));
    if (Agents.logIn(pbx)) {
      codes.exten("*45", change("agent", "1"));
      codes.exten("*46", change("agent", ""));
    }
    for (Forward forward : FORWARDS) {
      codes.exten(forward.off(), change(forward.what(), ""));
      for (int digits = 2; digits <= LONGEST_TARGET; digits++) {
        codes.exten(
            "_" + forward.on() + "X".repeat(digits),
            step(
                "Gosub",
                arg(data("change")),
                arg(data("number")),
                arg(code("1("), data(forward.what()), code(",${EXTEN:3})"))));
      }
    }
    return codes.build();
  }

  private static Step change(String what, String value) {
    return step(
        "Gosub",
        arg(data("change")),
        arg(data("s")),
        arg(code("1("), data(what), code(","), data(value), code(")")));
  }

  /** Gosub(change,s,1(what,value)): never returns. */
  private static Context changes(TenantPbx pbx) {
    List<Step> steps = new ArrayList<>();
    steps.add(set("WHO", code("${CHANNEL(endpoint)}")));
    // What the portal saved meanwhile comes first.
    steps.add(
        step(
            "GosubIf",
            arg(code("$[${DIALPLAN_EXISTS(person,${WHO},1)}]?person")),
            arg(code("${WHO}")),
            arg(data("1"))));
    steps.add(step("Set", arg(code("DB(person/${WHO}/${ARG1})=${ARG2}"))));
    if (Agents.exist(pbx)) {
      steps.add(Agents.settleCaller());
    }
    steps.add(step("Answer", arg(data("500"))));
    steps.add(step("GotoIf", arg(code("$[\"${ARG2}\" = \"\"]?off"))));
    steps.add(step("Playback", arg(data("activated"))));
    steps.add(step("Hangup"));
    steps.add(labelled("off", "Playback", arg(data("de-activated"))));
    steps.add(step("Hangup"));
    return Extensions.context("change", "Takes down what a phone wants: ARG1 becomes ARG2")
        .exten(
            "number",
            step("GotoIf", arg(code("$[${DIALPLAN_EXISTS(phones,${ARG2},1)}]?s")), arg(data("1"))),
            step("Answer", arg(data("500"))),
            step("Playback", arg(data("pbx-invalid"))),
            step("Hangup"))
        .exten("s", steps)
        .build();
  }
}
