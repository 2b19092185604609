package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.queue.CallbackOrder;
import org.ringfence.web.queue.CallbackOrders;
import org.ringfence.web.queue.Reports;

/** {@code /api/v1/tenants/<slug>/callbacks}: the queue of callbacks. */
@RequestScoped
@Described(does = "The queue of callbacks.")
@Path("/tenants/{slug}/callbacks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbacksResource {
  private static final Fields NEW =
      Fields.of("NewCallback", "Somebody to be called back.")
          .must("agent", TEXT.about("The number of an extension."))
          .must("visitor", TEXT.like("+442079460100"))
          .may("at", TEXT.about("When at the earliest, with an offset; at once when left out."))
          .may(
              "awake",
              FLAG.about("Whether the visitor asked for this very time, be it night there."));

  @Inject ApiTenant api;
  @Inject CallbackOrders orders;
  @Inject Reports reports;

  @GET
  @Listed
  @Described(
      does = "Lists callbacks, the newest first, at most 500.",
      answers = "Callback",
      list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    orders.list(api.select(slug)).stream().map(Shapes::callback).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(
      does = "Tells of one callback, with all that happened to it.",
      answers = "CallbackHistory")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    CallbackRequest request = find(tenantId, id);
    return ApiTenant.ok(CallbackShapes.history(request, orders.attempts(tenantId, request.id())));
  }

  @POST
  @Described(
      does = "Asks for a callback. It is stored when the answer comes.",
      takes = "NewCallback",
      answers = "Callback",
      status = 201)
  public Response enqueue(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, NEW);
    CallbackRequest stored =
        orders.enqueue(
            tenantId,
            new CallbackOrder(
                body.text("agent"),
                body.text("visitor"),
                body.text("at"),
                body.plain("awake"),
                key == null ? UUID.randomUUID().toString() : key));
    return ApiTenant.created(
        "/tenants/" + slug + "/callbacks/" + stored.id(), Shapes.callback(stored));
  }

  @DELETE
  @Path("{id}")
  @Described(
      does = "Takes a callback back, as long as nobody is called.",
      status = 204,
      refuses = 409)
  public Response cancel(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    CallbackRequest request = find(tenantId, id);
    if (!orders.cancel(tenantId, request.id(), api.actor())) {
      throw new WebApplicationException(
          Problems.of(
              409,
              "Conflict",
              "This callback is "
                  + find(tenantId, id).state()
                  + " already and cannot be cancelled."));
    }
    return Response.noContent().build();
  }

  @GET
  @Path("report")
  @Described(
      does = "Tells what came of the callbacks of a time; of the last 24 hours when none is given.",
      answers = "CallbackReport")
  public Response report(
      @PathParam("slug") String slug,
      @DefaultValue("") @QueryParam("from") String from,
      @DefaultValue("") @QueryParam("to") String to) {
    TenantId tenantId = api.select(slug);
    Instant until = to.isEmpty() ? orders.now() : moment("to", to);
    Instant since = from.isEmpty() ? until.minus(1, ChronoUnit.DAYS) : moment("from", from);
    return ApiTenant.ok(
        CallbackShapes.report(
            since,
            until,
            orders.report(tenantId, since, until),
            orders.adsPlayed(tenantId, since, until)));
  }

  /**
   * The same told apart: {@code by} day, hour, trunk or widget, from the day {@code from} to the
   * day {@code to}, or of the last {@code days}.
   */
  @GET
  @Path("report/lines")
  @Described(
      does = "Tells the same apart, by day, hour, trunk or widget.",
      answers = "CallbackReportLine",
      list = true)
  public Response lines(
      @PathParam("slug") String slug,
      @Nullable @QueryParam("by") String by,
      @Nullable @QueryParam("from") String from,
      @Nullable @QueryParam("to") String to,
      @Nullable @QueryParam("days") String days) {
    TenantId tenantId = api.select(slug);
    Map<String, @Nullable String> asked = new HashMap<>();
    asked.put("by", by);
    asked.put("from", from);
    asked.put("to", to);
    asked.put("days", days);
    Reports.Question question = reports.question(asked::get);
    return ApiTenant.ok(
        CallbackShapes.lines(
            reports.report(tenantId, question), reports.names(tenantId, question.by())));
  }

  private static Instant moment(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException malformed) {
      throw new InvalidForm(
          Map.of(
              field, "Please write the time with its offset, for example 2027-01-31T00:00:00Z."));
    }
  }

  private CallbackRequest find(TenantId tenantId, String id) {
    try {
      return orders.find(tenantId, CallbackId.parse(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
