package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.NUMBER;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallQuery;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.history.CallSide;
import org.ringfence.domain.history.Quality;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.history.History;
import org.ringfence.web.history.HistoryFilter;

/** {@code /api/v1/tenants/<slug>/call-records}: all calls, the newest first, a page at a time. */
@RequestScoped
@Described(does = "All calls that were.")
@Path("/tenants/{slug}/call-records")
@Produces(MediaType.APPLICATION_JSON)
public class CallRecordsResource {
  private static final int ROWS = 100;

  private static final Shape<CallRecord> CALL =
      Shape.<CallRecord>of("CallRecord", "A call that was, or is.")
          .with("id", ID, CallRecord::id)
          .with("direction", Kind.word(CallRecord.Direction.class), CallRecord::direction)
          .with("caller", TEXT, CallRecord::caller)
          .with("callerName", TEXT, CallRecord::callerName)
          .with("called", TEXT, CallRecord::called)
          .with("calledName", TEXT, CallRecord::calledName)
          .with("extension", TEXT.about("Who took part inside."), CallRecord::extension)
          .with("trunk", TEXT, CallRecord::trunk)
          .with("trunkName", TEXT, CallRecord::trunkName)
          .with("through", TEXT.about("Names of call handling."), CallRecord::through)
          .with("outcome", Kind.word(CallRecord.Outcome.class), CallRecord::outcome)
          .with("cause", INTEGER.about("ITU-T Q.850, 0 for unknown."), CallRecord::cause)
          .with("startedAt", MOMENT, CallRecord::startedAt)
          .perhaps("answeredAt", MOMENT, CallRecord::answeredAt)
          .perhaps("endedAt", MOMENT, CallRecord::endedAt)
          .perhaps("mos", NUMBER, call -> call.mos().map(CallRecordsResource::hundredths))
          .perhaps("callbackAttempt", ID, CallRecord::attempt)
          .perhaps("recording", TEXT, CallRecord::recording);

  private static final Shape<Quality> QUALITY =
      Shape.<Quality>of("CallQuality", "How well a side heard.")
          .with("mos", NUMBER, quality -> hundredths(quality.mos()))
          .with("lossPercent", NUMBER, Quality::lossPercent)
          .with("jitterMs", NUMBER, Quality::jitterMs)
          .with("rttMs", NUMBER, Quality::rttMs);

  private static final Shape<CallSide> LEG =
      Shape.<CallSide>of("CallRecordLeg", "One side of a call.")
          .with("number", TEXT, CallSide::number)
          .with("trunk", TEXT, side -> side.isTrunk() ? side.endpoint() : "")
          .with("uniqueId", TEXT.about("Asterisk's."), CallSide::channel)
          .with("startedAt", MOMENT, CallSide::beganAt)
          .perhaps("answeredAt", MOMENT, CallSide::answeredAt)
          .perhaps("endedAt", MOMENT, CallSide::endedAt)
          .perhaps("quality", QUALITY, CallSide::quality)
          .with("cause", INTEGER, CallSide::cause);

  private static final Shape<CallEvent> STEP =
      Shape.<CallEvent>of("CallRecordStep", "Something that happened in a call.")
          .with("at", MOMENT, CallEvent::at)
          .with("what", Kind.word(CallEvent.Type.class), CallEvent::type)
          .with("detail", TEXT, step -> step.type() == CallEvent.Type.THROUGH ? step.detail() : "");

  private static final Shape<History.Page> PAGE =
      Shape.<History.Page>of("CallRecordPage", "Calls, the newest first.")
          .with("calls", Kind.list(CALL), History.Page::calls)
          .perhaps("next", TEXT.about("What the next page takes as after."), History.Page::next);

  private static final Shape<History.Told> TOLD =
      CALL.<History.Told>in(
              "WholeCallRecord", "A call with its sides and steps.", History.Told::call)
          .with("legs", Kind.list(LEG), History.Told::sides)
          .with("steps", Kind.list(STEP), History.Told::steps);

  @Inject ApiTenant api;
  @Inject History history;
  @Context UriInfo uri;

  @GET
  @Described(
      does = "Lists calls, the newest first, a page at a time.",
      answers = "CallRecordPage",
      asks = {"q", "from", "to", "direction", "outcome", "extension", "trunk", "after", "limit"})
  public Response list(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    var parameters = uri.getQueryParameters();
    CallQuery query =
        HistoryFilter.of(parameters::getFirst).query(limit(parameters.getFirst("limit")));
    return ApiTenant.ok(PAGE.write(history.list(tenantId, query)));
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one call, with its sides and steps.", answers = "WholeCallRecord")
  public Response find(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    History.Told told =
        parse(id).flatMap(known -> history.find(tenantId, known)).orElseThrow(Problems::notFound);
    return ApiTenant.ok(TOLD.write(told));
  }

  @GET
  @Path("{id}/recording")
  @Produces("audio/wav")
  @Described(does = "Gives the sound of a recorded call.")
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
  @Described(does = "Deletes the recording of a call for good.", status = 204)
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

  private static double hundredths(double mos) {
    return Math.round(mos * 100) / 100.0;
  }
}
