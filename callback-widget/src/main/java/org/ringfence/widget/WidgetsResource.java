package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackRequest;

/** A widget as its visitors meet it: what it says about itself, and asking it for a call. */
@ApplicationScoped
@Path("widgets/{key}")
@Produces(MediaType.APPLICATION_JSON)
public class WidgetsResource {
  private Callbacks callbacks;
  private RequestDesk desk;

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected WidgetsResource() {}

  @Inject
  public WidgetsResource(Callbacks callbacks, RequestDesk desk) {
    this.callbacks = callbacks;
    this.desk = desk;
  }

  /**
   * Kept by browsers and asked for again at each page view: most answers are that nothing changed,
   * and a widget that is switched off is off at once.
   */
  @GET
  public Response config(
      @PathParam("key") String key,
      @Nullable @HeaderParam("Origin") String origin,
      @DefaultValue("en") @QueryParam("lang") String language,
      @Context Request request) {
    Appearance appearance = callbacks.appearance(Caller.key(key), Caller.origin(origin), language);
    byte[] body = appearance.json().toString().getBytes(StandardCharsets.UTF_8);
    EntityTag tag = new EntityTag(new Script(body).digest(), true);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return (unchanged == null ? Response.ok(body).tag(tag) : unchanged)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }

  @OPTIONS
  public Response mayReadConfig(
      @PathParam("key") String key, @Nullable @HeaderParam("Origin") String origin) {
    callbacks.widget(Caller.key(key), Caller.origin(origin));
    return Preflight.allowed("GET");
  }

  @POST
  @Path("challenge")
  public String challenge(
      @PathParam("key") String key, @Nullable @HeaderParam("Origin") String origin) {
    return Json.createObjectBuilder()
        .add("challenge", callbacks.challenge(Caller.key(key), Caller.origin(origin)))
        .build()
        .toString();
  }

  /**
   * 202 once the request is committed; the same idempotency key gives the same callback. Who says
   * where they write from learns how the number was read, and nobody else ever does.
   */
  @POST
  @Path("callbacks")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response request(
      @PathParam("key") String key,
      @Nullable @HeaderParam("Origin") String origin,
      @DefaultValue("") @HeaderParam("Idempotency-Key") String idempotencyKey,
      @Context ContainerRequestContext context,
      InputStream body)
      throws IOException {
    CallbackForm form = CallbackForm.read(body);
    CallbackRequest request =
        desk.request(
            Caller.key(key), Caller.origin(origin), idempotencyKey, form, Peer.addressOf(context));
    JsonObject answer = Status.of(request).json();
    if (form.country().isPresent()) {
      answer =
          Json.createObjectBuilder(answer)
              .add("number", Destinations.written(request.visitor()))
              .build();
    }
    return Response.accepted(answer.toString()).build();
  }

  /**
   * Counts a page view: {@code {"what":"shown","page":"/prices","source":"news"}}, sent as text so
   * that browsers need not ask first. Nothing else of the visitor is read or kept.
   */
  @POST
  @Path("views")
  @Consumes(MediaType.TEXT_PLAIN)
  public Response view(
      @PathParam("key") String key,
      @Nullable @HeaderParam("Origin") String origin,
      @Context ContainerRequestContext context,
      InputStream body)
      throws IOException {
    ViewForm form = ViewForm.read(body);
    callbacks.count(
        Caller.key(key),
        Caller.origin(origin),
        form.opened(),
        form.page(),
        form.source(),
        Peer.addressOf(context));
    return Response.noContent().build();
  }

  @OPTIONS
  @Path("callbacks")
  public Response mayRequest(
      @PathParam("key") String key, @Nullable @HeaderParam("Origin") String origin) {
    callbacks.widget(Caller.key(key), Caller.origin(origin));
    return Preflight.allowed("POST");
  }
}
