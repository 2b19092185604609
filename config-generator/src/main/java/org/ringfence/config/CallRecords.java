package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Entry;
import org.ringfence.config.Dialplan.Step;

/**
 * What Asterisk writes down of calls. Channel events (CEL) and no call detail records: an event is
 * on the disk when it happens, so that a call of which a power failure took the end has a record
 * all the same. The centre makes the records of the events.
 */
final class CallRecords {
  /** The context of what runs on every SIP channel when it ends. */
  static final String CONTEXT = "records";

  /**
   * The fields of an event, in the order in which the centre reads them (CallEvents in the
   * reconciler). In quotes with quotes doubled, because a caller may bring any character.
   */
  private static final String FIELDS =
      "eventenum,eventtime,uniqueid,linkedid,channame,num,name,exten,context,userdeftype,eventextra";

  private CallRecords() {}

  /** cel.conf: what is worth an event. */
  static List<Section> events() {
    return List.of(
        Section.named("general", "Every PBX", Source.pbx())
            .with("enable", "yes")
            .with(
                "events",
                "CHAN_START,ANSWER,HANGUP,LINKEDID_END,BLINDTRANSFER,ATTENDEDTRANSFER,PICKUP,"
                    + "FORWARD,PARK_START,PARK_END,USER_DEFINED")
            .build());
  }

  /** cel_custom.conf: where events go; the guest carries the file away. */
  static List<Section> file() {
    return List.of(
        Section.named("calls", "Every PBX; one line per event, for the centre", Source.pbx())
            .with("format", "dsv")
            .with("separator_character", ",")
            .with("quote_character", "\"")
            .with("quote_escape_character", "\"")
            .with("quoting_method", "all")
            .with("fields", FIELDS)
            .build());
  }

  /**
   * What a SIP endpoint's channels set when they begin: they call {@link #CONTEXT} when they end.
   */
  static String atTheEnd() {
    return "CHANNEL(hangup_handler_push)=" + CONTEXT + ",s,1";
  }

  /** The dialplan, in which calls now say what they come through, and the context of their end. */
  static List<Context> marked(List<Context> contexts) {
    List<Context> marked = new ArrayList<>();
    for (Context context : contexts) {
      marked.add(event(context).map(event -> begin(context, List.of(event))).orElse(context));
    }
    marked.add(quality());
    return marked;
  }

  /** What a call says when it enters a context at {@code s}. */
  private static Optional<Step> event(Context context) {
    if (context.source() instanceof Source.OfHandling) {
      return Optional.of(event("through", arg(data(context.name()))));
    }
    // Entered with the international digits that were dialled.
    return context.name().startsWith("to-trunk-")
        ? Optional.of(event("dialled", arg(code("${ARG1}"))))
        : Optional.empty();
  }

  private static Step event(String name, Dialplan.Argument value) {
    return step("CELGenUserEvent", arg(data(name)), value);
  }

  /** The context, in which these steps come first of all at {@code s}. */
  static Context begin(Context context, List<Step> first) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : context.entries()) {
      if (entry instanceof Entry.Exten exten && exten.name().equals("s")) {
        List<Step> steps = new ArrayList<>(first);
        steps.addAll(exten.steps());
        entries.add(new Entry.Exten(exten.name(), exten.comment(), exten.source(), steps));
      } else {
        entries.add(entry);
      }
    }
    return new Context(context.name(), context.comment(), context.source(), entries);
  }

  /** Only of a channel that was answered: another may have no media to ask about. */
  private static Context quality() {
    return Extensions.context(CONTEXT, "When a phone's or a provider's side of a call ends")
        .exten(
            "s",
            step("GotoIf", arg(code("$[\"${CHANNEL(state)}\" != \"Up\"]?"), data("done"))),
            event("quality", arg(code("${CHANNEL(rtcp,all,audio)}"))),
            labelled("done", "Return"))
        .build();
  }
}
