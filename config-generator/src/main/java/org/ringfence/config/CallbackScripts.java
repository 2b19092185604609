package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ringfence.config.Dialplan.Argument;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.ContextBuilder;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Ad;
import org.ringfence.domain.pbx.AgentPrompt;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Trunk;

/**
 * What the two people of a callback hear before they are put through, and the key by which a called
 * person is never called again. The dialer names an ad and a prompt by their ids in variables, and
 * is told what came of them by events. What is gone, or was never there, is passed over.
 */
final class CallbackScripts {
  /** The context that runs on the visitor's leg once it is answered. */
  static final String VISITOR = "callback-visitor";

  /** Whoever presses it during an ad is never called again. */
  private static final String NEVER_AGAIN = "9";

  /**
   * The same while people talk, to whom a single digit may be part of what they say to a machine.
   * Ends in the other key, so that whoever presses both during an ad is understood, too.
   */
  private static final String NEVER_AGAIN_TALKING = "*" + NEVER_AGAIN;

  /** How long both keys may take, in milliseconds: they are pressed by people of all ages. */
  private static final String BETWEEN_KEYS = "3000";

  /** The extension of {@link #VISITOR} for that; no id of an ad. */
  private static final String NEVER = "never";

  /** What features.conf calls it. */
  private static final String FEATURE = "never";

  /** The context that runs on the visitor's channel when the keys were pressed. */
  private static final String TALKING = "callback-never";

  /** The context that runs on the agent's channel before the visitor is called. */
  private static final String AGENT = "callback-agent";

  private static final Step UNDERSTOOD = step("Playback", arg(data("beep")));

  private CallbackScripts() {}

  /** Whether there is anybody to call, and a way to reach people outside. */
  static boolean areReached(TenantPbx pbx) {
    return !pbx.extensions().isEmpty() && pbx.trunks().stream().anyMatch(Trunk::enabled);
  }

  static boolean haveAds(TenantPbx pbx) {
    return pbx.handling().of(Ad.class).findAny().isPresent();
  }

  private static boolean havePrompts(TenantPbx pbx) {
    return pbx.handling().of(AgentPrompt.class).findAny().isPresent();
  }

  /** Whether the dialer hears of what people do. */
  private static boolean tells(TenantPbx pbx) {
    return areReached(pbx) || haveAds(pbx) || havePrompts(pbx);
  }

  static List<Context> contexts(TenantPbx pbx) {
    List<Context> contexts = new ArrayList<>();
    if (areReached(pbx)) {
      contexts.add(talking());
    }
    if (haveAds(pbx)) {
      contexts.add(visitor(pbx));
    }
    if (havePrompts(pbx)) {
      contexts.add(agent(pbx));
    }
    return contexts;
  }

  static Stream<String> modules(TenantPbx pbx) {
    boolean accept = pbx.handling().of(AgentPrompt.class).anyMatch(AgentPrompt::accept);
    return Stream.of(
            tells(pbx) ? "app_userevent.so" : "",
            areReached(pbx) ? "app_softhangup.so" : "",
            haveAds(pbx) ? "app_controlplayback.so" : "",
            accept ? "app_read.so" : "")
        .filter(module -> !module.isEmpty());
  }

  /** What a callback does first; the ad's name goes on to the visitor's leg. */
  static List<Step> begin(TenantPbx pbx) {
    List<Step> steps = new ArrayList<>();
    if (haveAds(pbx)) {
      steps.add(set("_RINGFENCE_AD", code("${FILTER(0-9a-f-,${RINGFENCE_AD})}")));
    }
    if (havePrompts(pbx)) {
      steps.add(set("RINGFENCE_PROMPT", code("${FILTER(0-9a-f-,${RINGFENCE_PROMPT})}")));
      steps.add(step("Gosub", arg(data(AGENT)), arg(data("s")), arg(data("1"))));
    }
    return steps;
  }

  /** Only an ad that was played to its end is told as played: a hangup ends the steps. */
  private static Context visitor(TenantPbx pbx) {
    ContextBuilder visitor =
        Extensions.context(VISITOR, "Runs on the leg to a callback's visitor who has answered");
    for (Ad ad : pbx.handling().of(Ad.class).toList()) {
      List<Step> steps = new ArrayList<>();
      Sounds.path(pbx, ad.sound())
          .ifPresent(
              path -> {
                steps.add(tell("begun"));
                // Its other keys move on by the one millisecond, and so do nothing.
                steps.add(
                    step(
                        "ControlPlayback",
                        arg(data(path)),
                        arg(data("1")),
                        new Argument(List.of()),
                        new Argument(List.of()),
                        arg(data(NEVER_AGAIN))));
                steps.add(
                    step(
                        "GotoIf",
                        arg(
                            code("$[\"${CPLAYBACKSTATUS}\" = \"USERSTOPPED\"]?"),
                            data(NEVER),
                            code(",1"))));
                steps.add(
                    step(
                        "GotoIf",
                        arg(code("$[\"${CPLAYBACKSTATUS}\" != \"SUCCESS\"]?"), data("done"))));
                steps.add(tell("played"));
                steps.add(step("CELGenUserEvent", arg(data("ad")), arg(code("${RINGFENCE_AD}"))));
              });
      steps.add(labelled("done", "Return"));
      visitor.exten(
          ad.id().toString(),
          Comments.of(ad),
          Source.handling(ad.id()),
          steps.toArray(Step[]::new));
    }
    return visitor
        .exten("s", chosen("RINGFENCE_AD", VISITOR))
        .exten(NEVER, never().toArray(Step[]::new))
        .build();
  }

  /** Busy, and not failed: no other trunk may call this telephone once more. */
  private static List<Step> never() {
    List<Step> steps = new ArrayList<>(optsOut());
    steps.add(set("GOSUB_RESULT", data("BUSY")));
    steps.add(UNDERSTOOD);
    steps.add(step("Return"));
    return steps;
  }

  /** Ends the conversation: its other person is no longer wanted. */
  private static Context talking() {
    List<Step> steps = new ArrayList<>(optsOut());
    steps.add(UNDERSTOOD);
    // The other one's channel: a hangup of its own would leave this routine without an end.
    steps.add(step("SoftHangup", arg(code("${BRIDGEPEER}"))));
    steps.add(step("Return"));
    return Extensions.context(TALKING, "A callback's visitor never wants to be called again")
        .exten("s", steps)
        .build();
  }

  /**
   * Told twice: to the dialer at once, and to the centre also when the dialer cannot be reached.
   */
  private static List<Step> optsOut() {
    return List.of(
        tell("opted-out"),
        step("CELGenUserEvent", arg(data("opted-out")), arg(code("${RINGFENCE_ATTEMPT}"))));
  }

  /** features.conf: what a channel has that names it in DYNAMIC_FEATURES, and no other channel. */
  static Stream<Section> features(TenantPbx pbx) {
    return areReached(pbx)
        ? Stream.of(
            Section.named("applicationmap", "Only called visitors of callbacks", Source.pbx())
                .with(FEATURE, NEVER_AGAIN_TALKING + ",self,Gosub(" + TALKING + ",s,1)")
                .build())
        : Stream.empty();
  }

  /** On the visitor's leg before it is called: gives it the keys. */
  static List<Step> giveKeys() {
    return List.of(
        set("DYNAMIC_FEATURES", data(FEATURE)),
        set("FEATURE(featuredigittimeout)", data(BETWEEN_KEYS)));
  }

  /** Who does not accept is not put through: the visitor is not even called. */
  private static Context agent(TenantPbx pbx) {
    ContextBuilder agent =
        Extensions.context(AGENT, "Runs on the channel of a callback's agent who has answered");
    for (AgentPrompt prompt : pbx.handling().of(AgentPrompt.class).toList()) {
      List<Step> steps = new ArrayList<>();
      prompt
          .whisper()
          .flatMap(sound -> Sounds.path(pbx, sound))
          .ifPresent(path -> steps.addAll(asks(prompt, path)));
      steps.add(step("Return"));
      agent.exten(
          prompt.id().toString(),
          Comments.of(prompt),
          Source.handling(prompt.id()),
          steps.toArray(Step[]::new));
    }
    return agent.exten("s", chosen("RINGFENCE_PROMPT", AGENT)).build();
  }

  private static List<Step> asks(AgentPrompt prompt, String sound) {
    if (!prompt.accept()) {
      return List.of(step("Playback", arg(data(sound))));
    }
    return List.of(
        step(
            "Read",
            arg(data("ACCEPTED")),
            arg(data(sound)),
            arg(data("1")),
            new Argument(List.of()),
            arg(data("1")),
            arg(data(Integer.toString(prompt.acceptSeconds())))),
        step("GotoIf", arg(code("$[\"${ACCEPTED}\" = \"1\"]?"), data("accepted"))),
        tell("declined"),
        // Call rejected.
        step("Hangup", arg(data("21"))),
        labelled("accepted", "NoOp"));
  }

  /** To the extension that a variable names, where there is one. */
  private static List<Step> chosen(String variable, String context) {
    return List.of(
        step(
            "GotoIf",
            arg(code("${DIALPLAN_EXISTS(" + context + ",${" + variable + "},1)}?"), data("known"))),
        step("Return"),
        labelled("known", "Goto", arg(code("${" + variable + "}")), arg(data("1"))));
  }

  /** The dialer hears it as it happens. */
  private static Step tell(String what) {
    return step(
        "UserEvent",
        arg(data("RingfenceScript")),
        arg(code("Attempt: ${RINGFENCE_ATTEMPT}")),
        arg(code("What: " + what)));
  }
}
