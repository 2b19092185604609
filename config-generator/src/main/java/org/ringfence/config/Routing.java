package org.ringfence.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.number.NumberRanges.NumberRange;
import org.ringfence.domain.pbx.CallingPolicy.Refusal;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;

/** Says what the generated dialplan does with a call that a phone makes, without making one. */
public final class Routing {
  private final TenantPbx pbx;
  private final NumberingPlan plan;
  private final CallingRules rules;
  private final OutboundRoutes routes;

  public Routing(TenantPbx pbx) {
    this.pbx = pbx;
    this.plan = NumberingPlan.of(pbx.country());
    this.rules = new CallingRules(pbx);
    this.routes = new OutboundRoutes(pbx);
  }

  /** What becomes of a call. */
  public sealed interface Answer {
    /** Nothing has this number. */
    record Nobody() implements Answer {}

    /** A phone or an object of the call handling inside. */
    record Inside(String name) implements Answer {}

    /** An emergency service, by these trunks in turn. */
    record Emergency(List<Trunk> trunks) implements Answer {}

    /** The calling policy does not allow it. */
    record Refused(String digits, NumberRange range, Refusal why) implements Answer {}

    /**
     * A number outside.
     *
     * @param route empty where the tenant has no routes
     * @param trunks tried one after another; none when no route takes the call
     * @param passed the routes before it that are for the number, but not for the call
     */
    record Outside(
        String digits,
        NumberRange range,
        Optional<OutboundRoute> route,
        List<Trunk> trunks,
        List<Passed> passed)
        implements Answer {
      public Outside {
        trunks = List.copyOf(trunks);
        passed = List.copyOf(passed);
      }
    }
  }

  /** A route that did not take a call. */
  public record Passed(OutboundRoute route, Why why) {}

  /** Why it did not. */
  public enum Why {
    CALLER,
    HOURS,
    TRUNKS
  }

  /**
   * What happens when the phone of an extension dials.
   *
   * @param dialled as on the phone's keys
   */
  public Answer dial(ExtensionNumber caller, String dialled, Instant at) {
    for (var person : pbx.extensions()) {
      if (person.number().value().equals(dialled)) {
        return new Answer.Inside(person.name().value());
      }
    }
    for (var handling : pbx.handling().all()) {
      if (handling.number().map(ExtensionNumber::value).filter(dialled::equals).isPresent()) {
        return new Answer.Inside(handling.name().value());
      }
    }
    List<Trunk> all = pbx.trunks().stream().filter(Trunk::enabled).toList();
    if (EmergencyCalls.numbers(pbx).contains(dialled)) {
      return new Answer.Emergency(EmergencyCalls.trunks(pbx));
    }
    Optional<String> digits = plan.international(dialled);
    if (digits.isEmpty()) {
      return new Answer.Nobody();
    }
    NumberRange range = NumberRanges.of(digits.get());
    CallingRules.Rule rule = rules.of(digits.get());
    if (rule.refusal().isPresent()) {
      return new Answer.Refused(digits.get(), range, rule.refusal().get());
    }
    if (!OutboundRoutes.exist(pbx)) {
      return new Answer.Outside(digits.get(), range, Optional.empty(), all, List.of());
    }
    List<Passed> passed = new ArrayList<>();
    for (OutboundRoute route : rule.routes()) {
      List<Trunk> trunks = routes.usable(route);
      if (trunks.isEmpty()) {
        passed.add(new Passed(route, Why.TRUNKS));
      } else if (!route.callers().isEmpty() && !routes.callers(route).contains(caller.value())) {
        passed.add(new Passed(route, Why.CALLER));
      } else if (routes.hours(route).filter(hours -> !hours.isOpen(at)).isPresent()) {
        passed.add(new Passed(route, Why.HOURS));
      } else {
        return new Answer.Outside(digits.get(), range, Optional.of(route), trunks, passed);
      }
    }
    return new Answer.Outside(digits.get(), range, Optional.empty(), List.of(), passed);
  }
}
