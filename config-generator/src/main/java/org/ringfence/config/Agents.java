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
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Queue;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Who of a queue's people gets its calls now: nobody who does not want to be disturbed, and where
 * the queue asks for it only those who logged in. Both stand in Asterisk's database, which outlives
 * a restart; the queues are told by pausing their members, when a phone changes it and whenever a
 * caller enters.
 */
final class Agents {
  /** Gosub(agent,101,1): tells all queues of extension 101. */
  static final String CONTEXT = "agent";

  private Agents() {}

  static boolean exist(TenantPbx pbx) {
    return pbx.handling().of(Queue.class).findAny().isPresent();
  }

  static boolean logIn(TenantPbx pbx) {
    return pbx.handling().of(Queue.class).anyMatch(Queue::agentsLogIn);
  }

  static Step settle(String number) {
    return step("Gosub", arg(data(CONTEXT)), arg(data(number)), arg(data("1")));
  }

  /** The same for the phone that calls, whoever that is. */
  static Step settleCaller() {
    return step(
        "GosubIf",
        arg(code("$[${DIALPLAN_EXISTS(" + CONTEXT + ",${WHO},1)}]?" + CONTEXT)),
        arg(code("${WHO}")),
        arg(data("1")));
  }

  static List<Context> contexts(TenantPbx pbx) {
    if (!exist(pbx)) {
      return List.of();
    }
    ContextBuilder agents = Extensions.context(CONTEXT, "Tells the queues who gets their calls");
    for (Extension extension : pbx.extensions()) {
      List<Queue> queues =
          pbx.handling()
              .of(Queue.class)
              .filter(queue -> queue.members().contains(extension.id()))
              .toList();
      if (!queues.isEmpty()) {
        agents.exten(
            extension.number().value(),
            Comments.of(extension),
            Source.extension(extension.id()),
            steps(extension.number().value(), queues).toArray(Step[]::new));
      }
    }
    return List.of(agents.build());
  }

  private static List<Step> steps(String number, List<Queue> queues) {
    String state = "${DB(person/" + number + "/";
    List<Step> steps = new ArrayList<>();
    steps.add(set("WHO", data(number)));
    steps.add(People.knowing());
    steps.add(step("GotoIf", arg(code("$[\"" + state + "dnd)}\" = \"1\"]?away"))));
    if (queues.stream().anyMatch(Queue::agentsLogIn)) {
      steps.add(step("GotoIf", arg(code("$[\"" + state + "agent)}\" != \"1\"]?out"))));
    }
    queues.forEach(queue -> steps.add(member("UnpauseQueueMember", queue, number)));
    steps.add(step("Return"));
    if (queues.stream().anyMatch(Queue::agentsLogIn)) {
      steps.add(labelled("out", "NoOp"));
      queues.forEach(
          queue ->
              steps.add(
                  member(
                      queue.agentsLogIn() ? "PauseQueueMember" : "UnpauseQueueMember",
                      queue,
                      number)));
      steps.add(step("Return"));
    }
    steps.add(labelled("away", "NoOp"));
    queues.forEach(queue -> steps.add(member("PauseQueueMember", queue, number)));
    steps.add(step("Return"));
    return steps;
  }

  private static Step member(String application, Queue queue, String number) {
    return step(application, arg(data(queue.sectionName())), arg(data("PJSIP/" + number)));
  }
}
