package org.ringfence.config;

import static org.ringfence.config.Dialplan.arg;
import static org.ringfence.config.Dialplan.code;
import static org.ringfence.config.Dialplan.data;
import static org.ringfence.config.Dialplan.labelled;
import static org.ringfence.config.Dialplan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringfence.config.Dialplan.Argument;
import org.ringfence.config.Dialplan.Context;
import org.ringfence.config.Dialplan.Piece;
import org.ringfence.config.Dialplan.Step;
import org.ringfence.domain.pbx.HolidayRegion;
import org.ringfence.domain.pbx.Hours;

/** Opening hours in the dialplan. */
final class OpeningHours {
  private OpeningHours() {}

  static Context context(Hours hours, Destinations destinations) {
    List<Step> steps = new ArrayList<>(Destinations.enter());
    Step open = destinations.to(hours.open());
    Step closed = destinations.to(hours.closed());
    switch (hours.mode()) {
      case ALWAYS_OPEN -> steps.add(open);
      case ALWAYS_CLOSED -> steps.add(closed);
      case AUTOMATIC -> {
        hours.closedDays().forEach(day -> steps.add(on(day, hours.zone())));
        hours.holidays().ifPresent(region -> steps.add(onHoliday(region, hours.zone())));
        hours.openings().forEach(opening -> steps.add(during(opening, hours.zone())));
        steps.add(labelledAs("closed", closed));
        steps.add(labelledAs("open", open));
      }
    }
    return CallFlow.contextOf(hours).exten("s", steps).build();
  }

  /** Goes on while open, and returns while closed. */
  static List<Step> orReturn(Hours hours) {
    List<Step> steps = new ArrayList<>();
    switch (hours.mode()) {
      case ALWAYS_OPEN -> {}
      case ALWAYS_CLOSED -> steps.add(step("Return"));
      case AUTOMATIC -> {
        hours.closedDays().forEach(day -> steps.add(on(day, hours.zone())));
        hours.openings().forEach(opening -> steps.add(during(opening, hours.zone())));
        steps.add(labelled("closed", "Return"));
        steps.add(labelled("open", "NoOp"));
      }
    }
    return steps;
  }

  private static Step labelledAs(String label, Step step) {
    return labelled(label, step.application(), step.arguments().toArray(Argument[]::new));
  }

  private static Step on(Hours.ClosedDay day, Hours.Zone zone) {
    return step(
        "GotoIf",
        arg(
            code("$[\"${STRFTIME(${EPOCH},"),
            data(zone.name()),
            code(day.isEveryYear() ? ",%m-%d)}\" = \"" : ",%Y-%m-%d)}\" = \""),
            data(day.date()),
            code("\"]?closed")));
  }

  private static Step onHoliday(HolidayRegion region, Hours.Zone zone) {
    return step(
        "GotoIf",
        arg(code("$[${DIALPLAN_EXISTS("), data(PublicHolidays.contextName(region))),
        arg(code("${STRFTIME(${EPOCH}"), code(","), data(zone.name()), code(",%Y%m%d)}")),
        arg(code("1)}]?closed")));
  }

  /** Asterisk counts the last minute in; ours is the one before an opening ends. */
  private static Step during(Hours.Opening opening, Hours.Zone zone) {
    List<Piece> times = new ArrayList<>();
    times.addAll(time(opening.from()));
    times.add(code("-"));
    times.addAll(time(opening.to() - 1));
    return step(
        "GotoIfTime",
        new Argument(times),
        arg(
            data(Hours.Opening.word(opening.first())),
            code("-"),
            data(Hours.Opening.word(opening.last()))),
        arg(code("*")),
        arg(code("*")),
        arg(data(zone.name()), code("?open")));
  }

  private static List<Piece> time(int minute) {
    return List.of(
        data(String.format(Locale.ROOT, "%02d", minute / 60)),
        code(":"),
        data(String.format(Locale.ROOT, "%02d", minute % 60)));
  }
}
