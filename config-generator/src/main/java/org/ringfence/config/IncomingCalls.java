package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SipUser;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;

/** The contexts in which the calls of providers arrive. */
final class IncomingCalls {
  /** The longest number a provider may send as the called one. */
  private static final int LONGEST_CALLED = 20;

  private final TenantPbx pbx;
  private final NumberingPlan plan;

  private IncomingCalls(TenantPbx pbx, NumberingPlan plan) {
    this.pbx = pbx;
    this.plan = plan;
  }

  /** What these trunks of the PBX need. */
  static List<Context> contexts(TenantPbx pbx, List<Trunk> trunks, NumberingPlan plan) {
    IncomingCalls calls = new IncomingCalls(pbx, plan);
    List<Context> contexts = new ArrayList<>();
    trunks.forEach(trunk -> contexts.add(calls.fromTrunk(trunk)));
    contexts.add(calls.called());
    if (Numbers.exist(pbx)) {
      contexts.add(Numbers.all(pbx, plan));
    }
    if (Blocklists.exist(pbx)) {
      contexts.add(Blocklists.all(pbx));
    }
    return contexts;
  }

  private Context fromTrunk(Trunk trunk) {
    Source source = Source.trunk(trunk.id());
    ContextBuilder from =
        new ContextBuilder(
            "from-" + trunk.sectionName(), Comments.of(trunk) + ": incoming calls", source);
    Optional<Step> reached = trunk.incomingTo().flatMap(this::reach);
    List<Step> steps = new ArrayList<>();
    if (reached.isPresent() || Numbers.exist(pbx)) {
      steps.add(set("CALLERID(num)", code("${FILTER(+0-9,${CALLERID(num)})}")));
      international(trunk.numberFormat())
          .ifPresent(number -> steps.add(set("CALLERID(num)", code(number))));
      steps.add(set("CALLERID(name)", code("${FILTER(A-Za-z0-9 .\\x80-\\xff,${CALLERID(name)})}")));
    }
    if (!steps.isEmpty() && Blocklists.exist(pbx)) {
      steps.addAll(Blocklists.lookUp());
    }
    if (Numbers.exist(pbx)) {
      steps.addAll(Numbers.lookUp(trunk.settings()));
    }
    // Call rejected: nobody is to be reached from here.
    steps.add(reached.orElseGet(() -> step("Hangup", arg(data("21")))));
    from.exten("s", steps);
    Optional<String> contactUser =
        trunk.access() instanceof TrunkAccess.Registration account
            ? Optional.of(Pjsip.contactUser(trunk, account))
            : trunk.settings().contactUser().map(SipUser::value);
    if (contactUser.isPresent()) {
      String user = contactUser.get();
      if (!user.matches("s|\\+?[0-9]{1," + LONGEST_CALLED + "}")) {
        from.exten(user, step("Goto", arg(data("s")), arg(data("1"))));
      }
    }
    return from.include("called").build();
  }

  /** The step that leads a call to a number inside; empty when nobody has the number. */
  private Optional<Step> reach(ExtensionNumber number) {
    if (pbx.extensions().stream().anyMatch(each -> each.number().equals(number))) {
      return Optional.of(Extensions.ringPhone(number));
    }
    return pbx.handling().all().stream()
        .filter(each -> each.number().filter(number::equals).isPresent())
        .findFirst()
        .map(Destinations::to);
  }

  /** The caller's number in international form; empty when it already is in that form. */
  private Optional<String> international(NumberFormat format) {
    String number = "${CALLERID(num)}";
    return switch (format) {
      case PLUS_E164 -> Optional.empty();
      case E164 ->
          Optional.of(
              "${IF($[${LEN("
                  + number
                  + ")} >= 7 & \"${CALLERID(num):0:1}\" != \"+\"]?+"
                  + number
                  + ":"
                  + number
                  + ")}");
      case NATIONAL -> {
        String prefix = plan.internationalPrefix();
        String national = plan.nationalPrefixInFormat();
        String otherwise = number;
        if (plan.isKnown() && national.isEmpty()) {
          otherwise =
              "${IF($[\"${CALLERID(num):0:1}\" != \"+\" & ${LEN("
                  + number
                  + ")} >= "
                  + plan.shortest()
                  + " & ${LEN("
                  + number
                  + ")} <= "
                  + plan.longest()
                  + "]?+"
                  + plan.callingCode()
                  + number
                  + ":"
                  + number
                  + ")}";
        } else if (plan.isKnown()) {
          otherwise =
              "${IF($[\"${CALLERID(num):0:"
                  + national.length()
                  + "}\" = \""
                  + national
                  + "\"]?+"
                  + plan.callingCode()
                  + "${CALLERID(num):"
                  + national.length()
                  + "}:"
                  + number
                  + ")}";
        }
        yield Optional.of(
            "${IF($[\"${CALLERID(num):0:"
                + prefix.length()
                + "}\" = \""
                + prefix
                + "\"]?+${CALLERID(num):"
                + prefix.length()
                + "}:"
                + otherwise
                + ")}");
      }
    };
  }

  /** Included by every from-trunk context: Goto without a context stays in that one. */
  private Context called() {
    ContextBuilder called = Extensions.context("called", "Whatever number a provider calls");
    List<Step> steps = new ArrayList<>();
    if (Numbers.exist(pbx)) {
      steps.add(Numbers.remember());
    }
    steps.add(step("Goto", arg(data("s")), arg(data("1"))));
    for (int digits = 1; digits <= LONGEST_CALLED; digits++) {
      called.exten("_" + "X".repeat(digits), steps);
    }
    for (int digits = 1; digits <= LONGEST_CALLED; digits++) {
      called.exten("_+" + "X".repeat(digits), steps);
    }
    return called.build();
  }
}
