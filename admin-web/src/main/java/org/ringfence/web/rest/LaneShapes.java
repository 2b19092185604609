package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringfence.domain.callback.LaneView;

/** How a lane of the dialer looks in the API. */
final class LaneShapes {
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

  /** Of a tenant for whom no dialer was ever to dial, only its state is known. */
  static final Shape<Optional<LaneView>> OWN_LANE =
      LANE.orOnly(
          "TenantLane",
          "A tenant's lane; only its state OFF where no dialer was ever to dial.",
          "state",
          LaneView.State.OFF.name());

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
