package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.NUMBER;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.TrunkHealth;
import org.ringfence.web.lane.TrunkBoard;

/** How a lane of the dialer looks in the API. */
final class LaneShapes {
  /** What a tenant sees of its lane. */
  record Own(Optional<LaneView> lane, List<TrunkBoard.Line> trunks) {}

  /** Moments rather than ages: two answers of a lane in which nothing happens are the same. */
  static final Shape<LaneView> LANE =
      Shape.<LaneView>of("Lane", "The part of the dialer that calls for one tenant.")
          .with("id", ID.about("The tenant's."), LaneView::tenantId)
          .with("tenant", TEXT, lane -> lane.slug().value())
          .with("name", TEXT, lane -> lane.name().value())
          .with("state", Kind.word(LaneView.State.class), LaneView::state)
          .with("dialer", TEXT.about("Which process."), LaneView::owner)
          .with("epoch", LONG.about("Grows with each holder."), LaneView::epoch)
          .perhaps("contactSince", MOMENT, LaneView::contactSince)
          .with("inFlight", LONG, LaneView::inFlight)
          .with("callsAtOnce", INTEGER, LaneView::callsAtOnce)
          .with("underWay", Kind.map(LONG).about("Calls by their state."), LaneShapes::underWay)
          .with("waiting", LONG, lane -> lane.queue().waiting())
          .with("due", LONG, lane -> lane.queue().due())
          .perhaps("oldestDueAt", MOMENT, lane -> lane.queue().oldest())
          .with("begunLastMinute", LONG, LaneView::begun);

  private static final Shape<TrunkBoard.Line> TRUNK =
      Shape.<TrunkBoard.Line>of("TrunkHealth", "How well a trunk placed callbacks lately.")
          .with("id", ID, line -> line.trunk().id())
          .with("name", TEXT, line -> line.trunk().name().value())
          .with("section", TEXT.about("Its name in Asterisk."), line -> line.health().trunk())
          .with("state", Kind.word(TrunkHealth.State.class), line -> line.health().state())
          .with("calls", INTEGER, line -> line.health().calls())
          .with("answered", INTEGER, line -> line.health().answered())
          .with(
              "refused",
              INTEGER.about("Not placed by the provider."),
              line -> line.health().refused())
          .with(
              "answerSeizureRatio",
              INTEGER.about("In per cent."),
              line -> line.health().answerSeizureRatio())
          .perhaps(
              "postDialDelaySeconds",
              NUMBER.about("From the call to the first ringing or answer, the median."),
              line -> line.health().postDialDelay().map(delay -> delay.toMillis() / 1000.0));

  /** Of a tenant for whom no dialer was ever to dial, only its state and its trunks are known. */
  static final Shape<Own> OWN_LANE =
      LANE.orOnly("LaneOrOff", "A lane, or only its state.", "state", LaneView.State.OFF.name())
          .<Own>in(
              "TenantLane",
              "A tenant's lane; only its state OFF where no dialer was ever to dial. And how well"
                  + " its trunks place calls.",
              Own::lane)
          .with("trunks", Kind.list(TRUNK), Own::trunks);

  private LaneShapes() {}

  static JsonObject lane(LaneView lane) {
    return LANE.write(lane);
  }

  private static Map<String, Long> underWay(LaneView lane) {
    Map<String, Long> underWay = new TreeMap<>();
    lane.underWay().forEach((state, many) -> underWay.put(state.name(), many));
    return underWay;
  }
}
