package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.config.Dialplan.Argument;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Piece;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Paging;
import org.ringfence.domain.pbx.TenantPbx;

/** Paging in the dialplan. */
final class Pagings {
  private static final String LEG = "page-leg";

  private Pagings() {}

  static boolean exist(TenantPbx pbx) {
    return pbx.handling().of(Paging.class).findAny().isPresent();
  }

  static Context context(Paging paging, Destinations destinations) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    List<Piece> phones = new ArrayList<>();
    for (String number : destinations.numbers(paging.members())) {
      if (!phones.isEmpty()) {
        phones.add(code("&"));
      }
      phones.add(data("PJSIP/" + number));
    }
    if (phones.isEmpty()) {
      steps.add(step("Hangup", arg(data(Integer.toString(Destination.Ending.UNASSIGNED.cause())))));
    } else {
      // i: a phone that forwards its calls would have somebody else listen. d: both directions.
      String options = (paging.talkBack() ? "d" : "") + "ib(" + LEG + "^s^1)";
      steps.add(step("Page", new Argument(phones), arg(code(options)), arg(data("10"))));
      steps.add(step("Hangup", arg()));
    }
    return CallFlow.contextOf(paging).exten("s", steps).build();
  }

  /**
   * What makes a phone answer by itself: Call-Info as Polycom, Yealink and others read it, and
   * Alert-Info as Cisco, Grandstream and Snom do.
   */
  static List<Context> legs(TenantPbx pbx) {
    return exist(pbx)
        ? List.of(
            Extensions.context(LEG, "Runs on the leg to a phone that shall answer by itself")
                .exten(
                    "s",
                    set("PJSIP_HEADER(add,Call-Info)", code("<sip:ringfence>;answer-after=0")),
                    set(
                        "PJSIP_HEADER(add,Alert-Info)",
                        code("<http://ringfence>;info=alert-autoanswer;delay=0")),
                    step("Return"))
                .build())
        : List.of();
  }
}
