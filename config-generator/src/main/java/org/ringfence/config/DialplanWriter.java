package org.ringfence.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The only class that knows how a dialplan is written (pbx/pbx_config.c). Data with a meaning in
 * the dialplan is refused: there is no escape that every application understands.
 */
final class DialplanWriter {
  private static final Pattern CONTEXT = Pattern.compile("[a-z][a-z0-9-]{0,78}");
  private static final Pattern EXTEN =
      Pattern.compile("[A-Za-z0-9+][A-Za-z0-9+._~-]{0,78}|_[+0-9NXZ]{1,40}|[*#]");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final Pattern APPLICATION = Pattern.compile("[A-Z][A-Za-z]{1,30}");
  private static final Pattern DATA = Pattern.compile("[A-Za-z0-9+_.@/-]*");

  private DialplanWriter() {}

  static List<ConfigLine> write(String heading, Section general, List<Dialplan.Context> contexts) {
    AsteriskWriter writer = new AsteriskWriter();
    writer.comment(heading, Source.pbx());
    writer.section(general);
    for (Dialplan.Context context : contexts) {
      writer.blank();
      writer.comment(context.comment(), context.source());
      writer.header(require(CONTEXT, "context", context.name()), context.source());
      for (Dialplan.Entry entry : context.entries()) {
        write(writer, context, entry);
      }
    }
    return writer.written();
  }

  private static void write(AsteriskWriter writer, Dialplan.Context context, Dialplan.Entry entry) {
    if (entry instanceof Dialplan.Entry.Include include) {
      writer.object("include", require(CONTEXT, "context", include.context()), context.source());
    } else if (entry instanceof Dialplan.Entry.Exten exten) {
      if (!exten.comment().isEmpty()) {
        writer.comment(exten.comment(), exten.source());
      }
      boolean first = true;
      for (Dialplan.Step step : exten.steps()) {
        String begin = first ? require(EXTEN, "extension", exten.name()) + ",1" : "n";
        String label =
            step.label().map(name -> "(" + require(LABEL, "label", name) + ")").orElse("");
        writer.object(first ? "exten" : "same", begin + label + "," + call(step), exten.source());
        first = false;
      }
    }
  }

  private static String call(Dialplan.Step step) {
    return require(APPLICATION, "application", step.application())
        + step.arguments().stream()
            .map(DialplanWriter::argument)
            .collect(Collectors.joining(",", "(", ")"));
  }

  private static String argument(Dialplan.Argument argument) {
    StringBuilder text = new StringBuilder();
    for (Dialplan.Piece piece : argument.pieces()) {
      if (piece instanceof Dialplan.Piece.Data data) {
        text.append(require(DATA, "dialplan value", data.text()));
      } else if (piece instanceof Dialplan.Piece.Code code) {
        text.append(code.text());
      }
    }
    return text.toString();
  }

  private static String require(Pattern shape, String what, String text) {
    if (!shape.matcher(text).matches()) {
      throw new IllegalArgumentException("not a " + what + ": " + text);
    }
    return text;
  }
}
