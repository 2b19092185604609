package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.TreeMap;
import org.ringfence.domain.callback.LaneView;
import org.ringfence.domain.callback.TrunkHealth;
import org.ringfence.web.lane.TrunkBoard;

/** How a lane of the dialer looks in the API. */
final class LaneShapes {
  private LaneShapes() {}

  /** Moments rather than ages: two answers of a lane in which nothing happens are the same. */
  static JsonObject lane(LaneView lane) {
    JsonObjectBuilder underWay = Json.createObjectBuilder();
    new TreeMap<>(lane.underWay()).forEach((state, many) -> underWay.add(state.name(), many));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", lane.tenantId().toString())
            .add("tenant", lane.slug().value())
            .add("name", lane.name().value())
            .add("state", lane.state().name())
            .add("dialer", lane.owner())
            .add("epoch", lane.epoch());
    lane.contactSince().ifPresent(since -> json.add("contactSince", since.toString()));
    json.add("inFlight", lane.inFlight())
        .add("callsAtOnce", lane.callsAtOnce())
        .add("underWay", underWay)
        .add("waiting", lane.queue().waiting())
        .add("due", lane.queue().due());
    lane.queue().oldest().ifPresent(oldest -> json.add("oldestDueAt", oldest.toString()));
    return json.add("begunLastMinute", lane.begun()).build();
  }

  /** How well a trunk placed calls lately. */
  static JsonObject trunk(TrunkBoard.Line line) {
    TrunkHealth health = line.health();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", line.trunk().id().toString())
            .add("name", line.trunk().name().value())
            .add("section", health.trunk())
            .add("state", health.state().name())
            .add("calls", health.calls())
            .add("answered", health.answered())
            .add("refused", health.refused())
            .add("answerSeizureRatio", health.answerSeizureRatio());
    health
        .postDialDelay()
        .ifPresent(delay -> json.add("postDialDelaySeconds", delay.toMillis() / 1000.0));
    return json.build();
  }
}
