package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.E164;
import org.ringfence.domain.pbx.DidLocation;
import org.ringfence.domain.pbx.InboundNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.TrunkSettings;

/** The tenant's own numbers (DIDs) in the dialplan. */
final class Numbers {
  private static final String NUMBERS = "numbers";

  private Numbers() {}

  static boolean exist(TenantPbx pbx) {
    return pbx.handling().of(InboundNumber.class).findAny().isPresent();
  }

  static Context context(InboundNumber number, Destinations destinations) {
    return CallFlow.contextOf(number).exten("s", destinations.to(number.leadsTo())).build();
  }

  /**
   * Every number in each way in which a provider may write it. Where two numbers meet in one, the
   * fuller way counts.
   */
  static Context all(TenantPbx pbx, NumberingPlan plan) {
    ContextBuilder all =
        new ContextBuilder(
            NUMBERS, "Numbers that providers call, as they write them", Source.pbx());
    List<InboundNumber> numbers = pbx.handling().of(InboundNumber.class).toList();
    Set<String> taken = new HashSet<>();
    for (Way way : Way.values()) {
      for (InboundNumber number : numbers) {
        String written = way.write(number.did(), plan);
        if (taken.add(written)) {
          all.exten(
              written, Comments.of(number), Source.handling(number.id()), Destinations.to(number));
        }
      }
    }
    return all.build();
  }

  /** Fullest first. */
  private enum Way {
    PLUS,
    DIGITS,
    DIALLED,
    NATIONAL;

    String write(E164 did, NumberingPlan plan) {
      return switch (this) {
        case PLUS -> did.value();
        case DIGITS -> did.digits();
        case DIALLED -> plan.internationalPrefix() + did.digits();
        case NATIONAL -> plan.format(did, NumberFormat.NATIONAL);
      };
    }
  }

  /** Remembers the called number, in the context that the request URI's user part leads to. */
  static Step remember() {
    return set("DID", code("${EXTEN}"));
  }

  /** Leads a call to the number that was called; goes on when it is none of the tenant's. */
  static List<Step> lookUp(TrunkSettings settings) {
    List<Step> steps = new ArrayList<>();
    if (settings.didFrom() != DidLocation.REQUEST_URI) {
      String header = settings.didFrom() == DidLocation.TO ? "To" : settings.didHeader();
      steps.add(set("CALLED", code("${PJSIP_HEADER(read,"), data(header), code(")}")));
      // Of "Name" <sip:number@host>, or what comes before the first @ of a bare address or number.
      steps.add(set("ADDRESS", code("${CUT(CALLED,<,2)}")));
      steps.add(set("BARE", code("${FILTER(+0-9,${CUT(CALLED,@,1)})}")));
      steps.add(set("DID", code("${FILTER(+0-9,${CUT(ADDRESS,@,1)})}")));
      steps.add(set("DID", code("${IF($[\"${DID}\" = \"\"]?${BARE}:${DID})}")));
    }
    steps.add(set("DID", code("${IF($[\"${DID}\" = \"\"]?none:${DID})}")));
    steps.add(
        step(
            "GotoIf",
            arg(code("$[${DIALPLAN_EXISTS("), data(NUMBERS), code(",${DID},1)}]?"), data(NUMBERS)),
            arg(code("${DID}")),
            arg(data("1"))));
    return steps;
  }

  /** A number that is listed twice. */
  static Optional<E164> twice(TenantPbx pbx) {
    Set<E164> once = new HashSet<>();
    return pbx.handling()
        .of(InboundNumber.class)
        .map(InboundNumber::did)
        .filter(did -> !once.add(did))
        .findFirst();
  }
}
