package org.ringfence.reconciler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.history.CallEvent;

/**
 * Reads what a guest's Asterisk wrote down of calls: lines of fields in quotes, in which quotes are
 * doubled (CallRecords in config-generator says which fields). A stranger may have brought any
 * character into them, line breaks too; and a power failure may have torn a line apart. So what a
 * record begins with is looked for, and what does not follow the form is left out.
 */
final class CallEvents {
  private static final Pattern BEGIN =
      Pattern.compile("(?m)^\"([A-Z_]{3,20})\",\"([0-9]{9,11})\\.([0-9]{6})\"(?=,|$)");
  private static final Pattern EXTRA = Pattern.compile("\\{\"extra\":\\s*\"(.*)\"}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int FIELDS = 11;

  private static final Map<String, CallEvent.Type> TYPES =
      Map.ofEntries(
          Map.entry("CHAN_START", CallEvent.Type.BEGAN),
          Map.entry("ANSWER", CallEvent.Type.ANSWERED),
          Map.entry("HANGUP", CallEvent.Type.HUNG_UP),
          Map.entry("LINKEDID_END", CallEvent.Type.ENDED),
          Map.entry("BLINDTRANSFER", CallEvent.Type.TRANSFERRED),
          Map.entry("ATTENDEDTRANSFER", CallEvent.Type.TRANSFERRED),
          Map.entry("PICKUP", CallEvent.Type.PICKED_UP),
          Map.entry("FORWARD", CallEvent.Type.FORWARDED),
          Map.entry("PARK_START", CallEvent.Type.PARKED),
          Map.entry("PARK_END", CallEvent.Type.UNPARKED));

  private static final Map<String, CallEvent.Type> OURS =
      Map.of(
          "through", CallEvent.Type.THROUGH,
          "dialled", CallEvent.Type.DIALLED,
          "quality", CallEvent.Type.QUALITY,
          "recorded", CallEvent.Type.RECORDED,
          "opted-out", CallEvent.Type.OPTED_OUT);

  private CallEvents() {}

  /** What the guest says, in its order. */
  sealed interface Line {
    /** Something happened in a call. */
    record Happened(CallEvent event) implements Line {}

    /** Asterisk began: calls of before are over. */
    record Started(Instant at) implements Line {}

    /** The guest had to give something up. */
    record Lost(String what, String name) implements Line {}
  }

  static List<Line> read(String text) {
    List<Line> lines = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    boolean found = begin.find();
    while (found) {
      int from = begin.start();
      String type = begin.group(1);
      Instant at =
          Instant.ofEpochSecond(
              Long.parseLong(begin.group(2)), 1000L * Integer.parseInt(begin.group(3)));
      found = begin.find();
      String record = text.substring(from, found ? begin.start() : text.length());
      line(type, at, fields(record)).ifPresent(lines::add);
    }
    return lines;
  }

  private static Optional<Line> line(String type, Instant at, List<String> fields) {
    if (type.equals("STARTED")) {
      return Optional.of(new Line.Started(at));
    }
    if (type.equals("LOST") && fields.size() == 4) {
      return Optional.of(new Line.Lost(fields.get(2), fields.get(3)));
    }
    if (fields.size() != FIELDS || fields.get(3).isEmpty()) {
      return Optional.empty();
    }
    boolean ours = type.equals("USER_DEFINED");
    Matcher extra = EXTRA.matcher(fields.get(10));
    String detail = !ours ? fields.get(10) : extra.matches() ? extra.group(1) : "";
    return Optional.ofNullable(ours ? OURS.get(fields.get(9)) : TYPES.get(type))
        .map(
            kind ->
                new CallEvent(
                    kind,
                    at,
                    fields.get(2),
                    fields.get(3),
                    fields.get(4),
                    fields.get(5),
                    fields.get(6),
                    fields.get(7),
                    detail))
        .map(Line.Happened::new);
  }

  /** Fields of one record; fewer or more than they should be when it is torn. */
  private static List<String> fields(String record) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"' && inside && i + 1 < record.length() && record.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        inside = !inside;
      } else if (c == '\n' && !inside) {
        // What follows is the beginning of a record that was torn.
        break;
      } else if (c == ',' && !inside) {
        fields.add(clean(field));
        field.setLength(0);
      } else if (inside) {
        field.append(c);
      }
    }
    if (inside) {
      return List.of();
    }
    fields.add(clean(field));
    return fields;
  }

  private static String clean(StringBuilder field) {
    return CONTROL.matcher(field).replaceAll(" ").strip();
  }
}
