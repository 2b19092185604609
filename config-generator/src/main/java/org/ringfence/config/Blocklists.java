package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Blocklist;
import org.ringfence.domain.pbx.TenantPbx;

/** Callers who do not get through, in the dialplan. */
final class Blocklists {
  private static final String BLOCKED = "blocked";
  private static final String ANONYMOUS = "anonymous";

  /** With the plus. */
  private static final int LONGEST_NUMBER = 16;

  private Blocklists() {}

  static boolean exist(TenantPbx pbx) {
    return pbx.handling().of(Blocklist.class).findAny().isPresent();
  }

  static Context context(Blocklist list, Destinations destinations) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    steps.add(destinations.to(list.blocked()));
    return CallFlow.contextOf(list).exten("s", steps).build();
  }

  /** Every blocked caller; a beginning is a pattern for each length that numbers with it have. */
  static Context all(TenantPbx pbx) {
    ContextBuilder all =
        new ContextBuilder(BLOCKED, "Callers from outside who do not get through", Source.pbx());
    Set<String> taken = new HashSet<>();
    pbx.handling()
        .of(Blocklist.class)
        .forEach(
            list -> {
              for (Blocklist.Caller caller : list.callers()) {
                add(all, taken, list, caller.digits());
                if (caller.isPrefix()) {
                  int more = LONGEST_NUMBER - caller.digits().length();
                  for (int digits = 1; digits <= more; digits++) {
                    add(all, taken, list, "_" + caller.digits() + "X".repeat(digits));
                  }
                }
              }
              if (list.anonymous()) {
                add(all, taken, list, ANONYMOUS);
              }
            });
    return all.build();
  }

  private static void add(ContextBuilder all, Set<String> taken, Blocklist list, String exten) {
    if (taken.add(exten)) {
      all.exten(exten, Comments.of(list), Source.handling(list.id()), Destinations.to(list));
    }
  }

  /** Leads a call of a blocked caller away; goes on with any other. */
  static List<Step> lookUp() {
    return List.of(
        set(
            "CALLER",
            code(
                "${IF($[\"${CALLERID(num)}\" = \"\" | \"${CALLERID(num-pres):0:6}\" = \"prohib\"]?"
                    + ANONYMOUS
                    + ":${CALLERID(num)})}")),
        step(
            "GotoIf",
            arg(
                code("$[${DIALPLAN_EXISTS("),
                data(BLOCKED),
                code(",${CALLER},1)}]?"),
                data(BLOCKED)),
            arg(code("${CALLER}")),
            arg(data("1"))));
  }
}
