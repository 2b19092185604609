package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.set;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.RecordingRule;
import org.ringfence.domain.pbx.RecordingRule.Direction;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Recording rules in the dialplan. A call asks at the places where it comes in, goes out, rings a
 * person, or enters call handling; a call that is recorded already is not recorded twice. Only what
 * people say to each other is: nothing is written before a call is put through.
 */
final class Recordings {
  /** Gosub(record,s,1(what callers from outside hear, or silent)). */
  private static final String RECORD = "record";

  /** Of every Asterisk. */
  private static final String TONE = "beep";

  private static final String FROM_TRUNK = "$[\"${CHANNEL(endpoint):0:6}\" = \"trunk-\"]";

  private final TenantPbx pbx;
  private final List<RecordingRule> rules;

  private Recordings(TenantPbx pbx) {
    this.pbx = pbx;
    this.rules = pbx.handling().of(RecordingRule.class).toList();
  }

  static boolean exist(TenantPbx pbx) {
    return pbx.handling().of(RecordingRule.class).findAny().isPresent();
  }

  /** The dialplan, in which calls now are recorded as the rules say. */
  static List<Context> marked(TenantPbx pbx, List<Context> contexts) {
    if (!exist(pbx)) {
      return contexts;
    }
    Recordings recordings = new Recordings(pbx);
    List<Context> marked = new ArrayList<>();
    for (Context context : contexts) {
      List<Step> steps =
          recordings.rules.stream()
              .flatMap(
                  rule ->
                      recordings.condition(context, rule).stream()
                          .map(when -> recordings.ask(rule, when)))
              .toList();
      marked.add(steps.isEmpty() ? context : CallRecords.begin(context, steps));
    }
    marked.add(record());
    return marked;
  }

  /** With the sound that tells of it, where callers from outside hear one. */
  private Step ask(RecordingRule rule, String when) {
    String sound = rule.announcement().flatMap(id -> Sounds.path(pbx, id)).orElse(TONE);
    return step(
        "GosubIf",
        arg(code(when + "?" + RECORD)),
        arg(data("s")),
        arg(code("1("), data(rule.announced() ? sound : "silent"), code(")")));
  }

  /** When a call that enters this context is meant by the rule; empty for never. */
  private Optional<String> condition(Context context, RecordingRule rule) {
    List<String> people = people(rule);
    boolean everybody = rule.of().isEmpty();
    if (context.name().startsWith("from-trunk-")) {
      return everybody && rule.covers(Direction.INBOUND) ? Optional.of("1") : Optional.empty();
    }
    if (context.name().startsWith("to-trunk-")) {
      if (!rule.covers(Direction.OUTBOUND)) {
        return Optional.empty();
      }
      // A call from outside that is led out again is not one that goes out.
      return everybody ? Optional.of(not(FROM_TRUNK)) : anyOf(List.of(), people);
    }
    if (context.name().equals("ring")) {
      boolean inbound = rule.covers(Direction.INBOUND);
      boolean internal = rule.covers(Direction.INTERNAL);
      String side =
          inbound && internal ? "1" : inbound ? FROM_TRUNK : internal ? not(FROM_TRUNK) : "0";
      if (side.equals("0")) {
        return Optional.empty();
      }
      Optional<String> whose = everybody ? Optional.of("1") : anyOf(people, people);
      return whose.map(one -> "$[" + side + " & " + one + "]");
    }
    return ofHandling(context, rule)
        ? Optional.of(
            switch (rule.direction()) {
              case ANY -> "1";
              case INBOUND -> FROM_TRUNK;
              case INTERNAL -> not(FROM_TRUNK);
              case OUTBOUND -> "0";
            })
        : Optional.empty();
  }

  private static String not(String condition) {
    return "$[!" + condition + "]";
  }

  /** Who is called, or who calls. */
  private static Optional<String> anyOf(List<String> called, List<String> calling) {
    List<String> conditions = new ArrayList<>();
    called.forEach(number -> conditions.add("\"${ARG1}\" = \"" + number + "\""));
    calling.forEach(number -> conditions.add("\"${CHANNEL(endpoint)}\" = \"" + number + "\""));
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of(conditions.stream().collect(Collectors.joining(" | ", "$[", "]")));
  }

  private List<String> people(RecordingRule rule) {
    return pbx.extensions().stream()
        .filter(extension -> rule.of().contains(Destination.extension(extension.id())))
        .map(Extension::number)
        .map(Object::toString)
        .toList();
  }

  private boolean ofHandling(Context context, RecordingRule rule) {
    return pbx.handling().all().stream()
        .filter(handling -> context.name().equals(handling.sectionName()))
        .map(Handling::destination)
        .anyMatch(rule.of()::contains);
  }

  /** The file's name is ours: nothing of the call is in it. */
  private static Context record() {
    return Extensions.context(RECORD, "Records the call; once, whoever asks for it")
        .exten(
            "s",
            step("GotoIf", arg(code("$[\"${RECORDING}\" != \"\"]?"), data("done"))),
            set("__RECORDING", code("${UUID()}.wav")),
            // Who calls from outside hears it, before anybody hears them.
            step(
                "ExecIf",
                arg(code("$[\"${ARG1}\" != \"silent\" & " + FROM_TRUNK + "]?Playback(${ARG1})"))),
            step("MixMonitor", arg(code("${RECORDING}")), arg(data("b"))),
            step("CELGenUserEvent", arg(data("recorded")), arg(code("${RECORDING}"))),
            labelled("done", "Return"))
        .build();
  }
}
