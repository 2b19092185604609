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
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Menu;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Menus in the dialplan. What callers may press stands as extensions of the menu's own context:
 * single keys, and whole numbers of extensions; no pattern. Asterisk leads every other key to
 * {@code i}, and silence to {@code t}.
 */
final class Menus {
  /** How long Asterisk waits for the next digit of an extension's number. */
  private static final int SECONDS_BETWEEN_DIGITS = 3;

  private Menus() {}

  static Context context(Menu menu, Destinations destinations) {
    TenantPbx pbx = destinations.pbx();
    List<Step> steps = new ArrayList<>(Destinations.enter());
    steps.add(CallFlow.answer());
    if (menu.dialsExtensions()) {
      steps.add(set("TIMEOUT(digit)", data(Integer.toString(SECONDS_BETWEEN_DIGITS))));
    }
    steps.add(set("TRIES", data("0")));
    steps.add(
        menu.greeting()
            .flatMap(sound -> Sounds.play(pbx, "BackGround", sound))
            .map(greeting -> labelledAs("greeting", greeting))
            .orElseGet(() -> labelled("greeting", "NoOp")));
    steps.add(step("WaitExten", arg(data(Integer.toString(menu.timeoutSeconds())))));

    ContextBuilder context = CallFlow.contextOf(menu).exten("s", steps);
    for (Menu.Choice choice : menu.choices()) {
      context.exten(Character.toString(choice.key()), destinations.to(choice.destination()));
    }
    if (menu.dialsExtensions()) {
      for (Extension extension : pbx.extensions()) {
        context.exten(extension.number().value(), Extensions.ringPhone(extension.number()));
      }
    }
    List<Step> wrong = new ArrayList<>();
    menu.wrongPrompt().flatMap(sound -> Sounds.play(pbx, "Playback", sound)).ifPresent(wrong::add);
    return context
        .exten("i", again(menu, wrong, destinations.to(menu.wrong())))
        .exten("t", again(menu, List.of(), destinations.to(menu.silent())))
        .build();
  }

  /** The greeting once more, or on to where the call goes at last. */
  private static List<Step> again(Menu menu, List<Step> before, Step last) {
    List<Step> steps = new ArrayList<>();
    steps.add(set("TRIES", code("$[${TRIES} + 1]")));
    steps.addAll(before);
    steps.add(
        step(
            "GotoIf", arg(code("$[${TRIES} < " + menu.attempts() + "]?s")), arg(data("greeting"))));
    steps.add(last);
    return steps;
  }

  private static Step labelledAs(String label, Step step) {
    return labelled(label, step.application(), step.arguments().toArray(Argument[]::new));
  }

  /** Only where callers dial extensions a digit may be followed by another one. */
  static boolean setTimeouts(TenantPbx pbx) {
    return pbx.handling().of(Menu.class).anyMatch(Menu::dialsExtensions);
  }
}
