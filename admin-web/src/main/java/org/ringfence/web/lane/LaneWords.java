package org.ringfence.web.lane;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Locale;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.TrunkHealth;
import org.ringfence.web.shell.Pages;

/** How a lane is shown, to its tenant and to the hoster. */
@Named("laneWords")
@RequestScoped
public class LaneWords {
  @Inject Board board;
  @Inject Pages pages;

  public String tone(LaneView lane) {
    return switch (lane.state()) {
      case DIALLING -> "good";
      case FREE, NO_CONTACT -> "bad";
      case HALTED -> "busy";
      case OFF -> "off";
    };
  }

  /** Why it is in this state and what to do; empty when all is well. */
  public String why(LaneView lane) {
    return lane.state() == LaneView.State.DIALLING ? "" : pages.text("lane.why." + lane.state());
  }

  /** How many calls are under way, and of how many at most. */
  public String inFlight(LaneView lane) {
    return lane.callsAtOnce() == 0
        ? String.valueOf(lane.inFlight())
        : pages.text("lane.of", lane.inFlight(), lane.callsAtOnce());
  }

  /** Calls begun a second, over the last minute. */
  public String pace(LaneView lane) {
    return String.format(Locale.ROOT, "%.1f", lane.begun() / 60.0);
  }

  /** How long the first one that is due waits already. */
  public Duration waited(LaneView lane) {
    return lane.queue()
        .oldest()
        .map(due -> Duration.between(due, board.now()))
        .filter(waited -> !waited.isNegative())
        .orElse(Duration.ZERO);
  }

  public String healthTone(TrunkHealth health) {
    return switch (health.state()) {
      case GOOD -> "good";
      case UNKNOWN -> "off";
      case REFUSING, SELDOM_ANSWERED, SLOW -> "bad";
    };
  }

  /** What makes the dialer spare the trunk; empty when it does not. */
  public String healthWhy(TrunkHealth health) {
    return health.state().isSick() ? pages.text("health.why." + health.state()) : "";
  }

  public String ratio(TrunkHealth health) {
    return health.calls() == 0 ? "–" : health.answerSeizureRatio() + " %";
  }

  public String ringing(TrunkHealth health) {
    return health
        .postDialDelay()
        .map(delay -> String.format(Locale.ROOT, "%.1f s", delay.toMillis() / 1000.0))
        .orElse("–");
  }
}
