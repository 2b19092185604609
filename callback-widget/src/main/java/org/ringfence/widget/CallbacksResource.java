package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackRequest;

/** A callback as its visitor follows it; whoever knows the id may. */
@ApplicationScoped
@Path("callbacks/{id}")
public class CallbacksResource {
  private Callbacks callbacks;
  private StatusStreams streams;

  /** For the container's proxy, which has no use for fields. */
  @SuppressWarnings("NullAway.Init")
  protected CallbacksResource() {}

  @Inject
  public CallbacksResource(Callbacks callbacks, StatusStreams streams) {
    this.callbacks = callbacks;
    this.streams = streams;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public String status(@PathParam("id") String id, @Nullable @HeaderParam("Origin") String origin) {
    return told(callbacks.status(Caller.callback(id), Caller.origin(origin)));
  }

  /** The visitor does not want to be called after all; once more is no harm. */
  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  public String withdraw(
      @PathParam("id") String id, @Nullable @HeaderParam("Origin") String origin) {
    return told(callbacks.withdraw(Caller.callback(id), Caller.origin(origin)));
  }

  private String told(CallbackRequest request) {
    return Status.of(request, callbacks.turn(request)).json().toString();
  }

  /** One event with the present state at once, one for each later state, the end after the last. */
  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(
      @PathParam("id") String id,
      @Nullable @HeaderParam("Origin") String origin,
      @Context SseEventSink sink,
      @Context Sse sse) {
    CallbackId callback = Caller.callback(id);
    callbacks.status(callback, Caller.origin(origin));
    streams.requireRoom(callback);
    streams.open(callback, new SseStatusSink(sink, sse));
  }

  @OPTIONS
  public Response mayReadStatus(
      @PathParam("id") String id, @Nullable @HeaderParam("Origin") String origin) {
    callbacks.status(Caller.callback(id), Caller.origin(origin));
    return Preflight.allowed("GET, DELETE");
  }

  @OPTIONS
  @Path("events")
  public Response mayFollow(
      @PathParam("id") String id, @Nullable @HeaderParam("Origin") String origin) {
    callbacks.status(Caller.callback(id), Caller.origin(origin));
    return Preflight.allowed("GET");
  }
}
