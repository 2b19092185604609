package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.history.CallSide;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.history.History;
import org.ringfence.web.history.HistoryFilter;

/** {@code /api/v1/tenants/<slug>/call-records}: all calls, the newest first, a page at a time. */
@RequestScoped
@Path("/tenants/{slug}/call-records")
@Produces(MediaType.APPLICATION_JSON)
public class CallRecordsResource {
  private static final int ROWS = 100;

  @Inject ApiTenant api;
  @Inject History history;
  @Context UriInfo uri;

  @GET
  public Response list(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    var parameters = uri.getQueryParameters();
    CallQuery query =
        HistoryFilter.of(parameters::getFirst).query(limit(parameters.getFirst("limit")));
    History.Page page = history.list(tenantId, query);
    JsonArrayBuilder calls = Json.createArrayBuilder();
    page.calls().stream().map(CallRecordsResource::shape).forEach(calls::add);
    JsonObjectBuilder json = Json.createObjectBuilder().add("calls", calls);
    page.next().ifPresent(cursor -> json.add("next", cursor.toString()));
    return ApiTenant.ok(json.build());
  }

  @GET
  @Path("{id}")
  public Response find(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    History.Told told =
        parse(id).flatMap(known -> history.find(tenantId, known)).orElseThrow(Problems::notFound);
    JsonArrayBuilder legs = Json.createArrayBuilder();
    told.sides().stream().map(CallRecordsResource::leg).forEach(legs::add);
    JsonArrayBuilder steps = Json.createArrayBuilder();
    told.steps().stream().map(CallRecordsResource::step).forEach(steps::add);
    return ApiTenant.ok(shape(told.call()).add("legs", legs).add("steps", steps).build());
  }

  /** The recording's sound, all of it. */
  @GET
  @Path("{id}/recording")
  @Produces("audio/wav")
  public Response recording(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    History.Sound sound =
        parse(id)
            .flatMap(known -> history.recording(tenantId, known))
            .orElseThrow(Problems::notFound);
    StreamingOutput bytes =
        out -> {
          try (InputStream in = history.open(tenantId, sound, 0, sound.bytes())) {
            in.transferTo(out);
          }
        };
    return Response.ok(bytes).header("Content-Length", sound.bytes()).build();
  }

  @DELETE
  @Path("{id}/recording")
  public Response deleteRecording(@PathParam("slug") String slug, @PathParam("id") String id)
      throws IOException {
    TenantId tenantId = api.select(slug);
    CallRecordId known = parse(id).orElseThrow(Problems::notFound);
    if (!history.deleteRecording(tenantId, known, api.actor())) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private static int limit(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      return ROWS;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= CallQuery.MOST) {
        return limit;
      }
    } catch (NumberFormatException malformed) {
      // Refused below, as a number out of range is.
    }
    throw new InvalidForm(
        Map.of("limit", "The limit must be a number from 1 to " + CallQuery.MOST + "."));
  }

  private static Optional<CallRecordId> parse(String text) {
    try {
      return Optional.of(CallRecordId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  private static JsonObjectBuilder shape(CallRecord call) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", call.id().toString())
            .add("direction", call.direction().name())
            .add("caller", call.caller())
            .add("callerName", call.callerName())
            .add("called", call.called())
            .add("calledName", call.calledName())
            .add("extension", call.extension())
            .add("trunk", call.trunk())
            .add("trunkName", call.trunkName())
            .add("through", call.through())
            .add("outcome", call.outcome().name())
            .add("cause", call.cause())
            .add("startedAt", call.startedAt().toString());
    moment(json, "answeredAt", call.answeredAt());
    moment(json, "endedAt", call.endedAt());
    call.mos().ifPresent(mos -> json.add("mos", Math.round(mos * 100) / 100.0));
    call.attempt().ifPresent(attempt -> json.add("callbackAttempt", attempt.toString()));
    call.recording().ifPresent(name -> json.add("recording", name));
    return json;
  }

  private static JsonObjectBuilder leg(CallSide side) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("number", side.number())
            .add("trunk", side.isTrunk() ? side.endpoint() : "")
            .add("uniqueId", side.channel())
            .add("startedAt", side.beganAt().toString());
    moment(json, "answeredAt", side.answeredAt());
    moment(json, "endedAt", side.endedAt());
    side.quality()
        .ifPresent(
            quality ->
                json.add(
                    "quality",
                    Json.createObjectBuilder()
                        .add("mos", Math.round(quality.mos() * 100) / 100.0)
                        .add("lossPercent", quality.lossPercent())
                        .add("jitterMs", quality.jitterMs())
                        .add("rttMs", quality.rttMs())));
    return json.add("cause", side.cause());
  }

  private static JsonObjectBuilder step(CallEvent step) {
    return Json.createObjectBuilder()
        .add("at", step.at().toString())
        .add("what", step.type().name())
        .add("detail", step.type() == CallEvent.Type.THROUGH ? step.detail() : "");
  }

  private static void moment(JsonObjectBuilder json, String name, Optional<Instant> at) {
    at.ifPresent(moment -> json.add(name, moment.toString()));
  }
}
