package org.ringfence.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only class that knows how a dialplan is written (pbx/pbx_config.c). Data with a meaning in
 * the dialplan is refused: there is no escape that every application understands.
 */
final class DialplanWriter {
  private static final Pattern CONTEXT = Pattern.compile("[a-z][a-z0-9-]{0,78}");
  private static final Pattern EXTEN =
      Pattern.compile(
          "[A-Za-z0-9+][A-Za-z0-9+._~-]{0,78}|[*#]|[*]{1,2}[0-9]{1,20}|_[*]{0,2}[+0-9NXZ]{1,40}");
  private static final Pattern DEVICE = Pattern.compile("PJSIP/[0-9]{1,20}|park:[0-9]@parkedcalls");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final Pattern APPLICATION = Pattern.compile("[A-Z][A-Za-z]{1,30}");
  private static final Pattern DATA = Pattern.compile("[A-Za-z0-9+_.@/-]*");

  private final AsteriskWriter writer = new AsteriskWriter();
  private final Matcher contextName = CONTEXT.matcher("");
  private final Matcher extenName = EXTEN.matcher("");
  private final Matcher labelName = LABEL.matcher("");
  private final Matcher applicationName = APPLICATION.matcher("");
  private final Matcher device = DEVICE.matcher("");
  private final Matcher value = DATA.matcher("");

  private DialplanWriter() {}

  static List<ConfigLine> write(String heading, Section general, List<Dialplan.Context> contexts) {
    DialplanWriter dialplan = new DialplanWriter();
    dialplan.writer.comment(heading, Source.pbx());
    dialplan.writer.section(general);
    contexts.forEach(dialplan::write);
    return dialplan.writer.written();
  }

  private void write(Dialplan.Context context) {
    writer.blank();
    writer.comment(context.comment(), context.source());
    writer.header(require(contextName, "context", context.name()), context.source());
    for (Dialplan.Entry entry : context.entries()) {
      write(context, entry);
    }
  }

  private void write(Dialplan.Context context, Dialplan.Entry entry) {
    if (entry instanceof Dialplan.Entry.Include include) {
      writer.object(
          "include", require(contextName, "context", include.context()), context.source());
    } else if (entry instanceof Dialplan.Entry.Hint hint) {
      writer.comment(hint.comment(), hint.source());
      writer.object(
          "exten",
          require(extenName, "extension", hint.exten())
              + ",hint,"
              + require(device, "device", hint.device()),
          hint.source());
    } else if (entry instanceof Dialplan.Entry.Exten exten) {
      if (!exten.comment().isEmpty()) {
        writer.comment(exten.comment(), exten.source());
      }
      boolean first = true;
      for (Dialplan.Step step : exten.steps()) {
        String begin = first ? require(extenName, "extension", exten.name()) + ",1" : "n";
        String label =
            step.label().map(name -> "(" + require(labelName, "label", name) + ")").orElse("");
        writer.object(first ? "exten" : "same", begin + label + "," + call(step), exten.source());
        first = false;
      }
    }
  }

  private String call(Dialplan.Step step) {
    StringBuilder text =
        new StringBuilder(require(applicationName, "application", step.application()));
    char before = '(';
    for (Dialplan.Argument argument : step.arguments()) {
      argument(text.append(before), argument);
      before = ',';
    }
    return (before == '(' ? text.append('(') : text).append(')').toString();
  }

  private void argument(StringBuilder text, Dialplan.Argument argument) {
    for (Dialplan.Piece piece : argument.pieces()) {
      if (piece instanceof Dialplan.Piece.Data data) {
        text.append(require(value, "dialplan value", data.text()));
      } else if (piece instanceof Dialplan.Piece.Code code) {
        text.append(code.text());
      }
    }
  }

  private static String require(Matcher shape, String what, String text) {
    if (!shape.reset(text).matches()) {
      throw new IllegalArgumentException("not a " + what + ": " + text);
    }
    return text;
  }
}
