package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.E164;
import org.ringfence.domain.number.Dialling;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;

/**
 * Calls to emergency services: as they were dialled, by every trunk in turn, past every limit,
 * pace, policy, route and hour.
 */
final class EmergencyCalls {
  private EmergencyCalls() {}

  /** The numbers of the tenant's country; see {@code dialling.txt} for where they come from. */
  static List<String> numbers(TenantPbx pbx) {
    return Dialling.emergency(pbx.country());
  }

  /** The chosen trunk first, then the others in their order. */
  static List<Trunk> trunks(TenantPbx pbx) {
    Optional<Trunk> chosen =
        CallingPolicy.of(pbx.handling())
            .emergencyTrunk()
            .flatMap(id -> pbx.trunks().stream().filter(each -> each.id().equals(id)).findFirst())
            .filter(Trunk::enabled);
    return Stream.concat(
            chosen.stream(),
            pbx.trunks().stream()
                .filter(Trunk::enabled)
                .filter(each -> chosen.stream().noneMatch(each::equals)))
        .toList();
  }

  static List<Context> contexts(TenantPbx pbx, OutgoingCalls outgoing, NumberingPlan plan) {
    ContextBuilder numbers =
        Extensions.context("emergency", "Emergency services of " + pbx.country());
    Step call =
        step("Gosub", arg(data("emergency-call")), arg(data("s")), arg(code("1(${EXTEN})")));
    numbers(pbx).forEach(number -> numbers.exten(number, call));
    return List.of(numbers.build(), call(pbx, outgoing, plan));
  }

  private static Context call(TenantPbx pbx, OutgoingCalls outgoing, NumberingPlan plan) {
    List<Trunk> trunks = trunks(pbx);
    Optional<E164> site = CallingPolicy.of(pbx.handling()).emergencyCallerId();
    List<Step> steps = new ArrayList<>();
    steps.add(set("CALLERID(name)"));
    for (Trunk trunk : trunks) {
      Optional<E164> shown = site.or(trunk::callerId);
      steps.add(
          shown
              .map(number -> set("CALLERID(num)", data(plan.format(number, trunk.numberFormat()))))
              .orElseGet(() -> set("CALLERID(num)")));
      site.ifPresent(number -> steps.add(set("_SHOWN", data(number.digits()))));
      int servers = trunk.settings().gateways().size() + 1;
      for (int server = 0; server < servers; server++) {
        boolean last = server + 1 == servers && trunk.equals(trunks.get(trunks.size() - 1));
        steps.add(outgoing.emergency(trunk, server, last));
      }
    }
    // Nobody is to wonder which provider refused: all of them did, or there is none.
    steps.add(step("Hangup", arg(code(Extensions.CAUSE))));
    return Extensions.context("emergency-call", "The emergency number ARG1, by every trunk in turn")
        .exten("s", steps)
        .build();
  }
}
