package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.PublishedWidget;

/** A widget as its visitors meet it: what it says about itself, and asking it for a call. */
@ApplicationScoped
@Path("widgets/{key}")
@Produces(MediaType.APPLICATION_JSON)
public class WidgetsResource {
  private Callbacks callbacks;

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected WidgetsResource() {}

  @Inject
  public WidgetsResource(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  @GET
  public String config(
      @PathParam("key") String key, @Nullable @HeaderParam("Origin") String origin) {
    PublishedWidget published = callbacks.widget(Caller.key(key), Caller.origin(origin));
    JsonObjectBuilder config =
        Json.createObjectBuilder()
            .add("name", published.widget().name().value())
            .add("country", published.country().code())
            .add("open", callbacks.isOpen(published));
    callbacks.example(published.country()).ifPresent(example -> config.add("example", example));
    return config.build().toString();
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

  /** 202 once the request is committed; the same idempotency key gives the same callback. */
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
    CallbackRequest request =
        callbacks.request(
            Caller.key(key),
            Caller.origin(origin),
            idempotencyKey,
            CallbackForm.read(body),
            Peer.addressOf(context));
    return Response.accepted(Status.of(request).json().toString()).build();
  }

  @OPTIONS
  @Path("callbacks")
  public Response mayRequest(
      @PathParam("key") String key, @Nullable @HeaderParam("Origin") String origin) {
    callbacks.widget(Caller.key(key), Caller.origin(origin));
    return Preflight.allowed("POST");
  }
}
