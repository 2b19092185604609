package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.live.EventStreams;

/** {@code /api/v1/tenants/<slug>/events}: what pages get by push, for programs. */
@RequestScoped
@Described(does = "What pages get by push, for programs.")
@Path("/tenants/{slug}/events")
public class EventsResource {
  @Inject ApiTenant api;
  @Inject EventStreams streams;

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Described(
      does = "Follows what happens to a tenant's things, as server-sent events.",
      refuses = 429)
  public void follow(
      @PathParam("slug") String slug,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @Context SseEventSink sink,
      @Context Sse sse) {
    TenantId tenantId = api.select(slug);
    long from = last != null && last.matches("[0-9]{1,18}") ? Long.parseLong(last) : 0;
    if (!streams.add(tenantId, sink, sse, from)) {
      throw new WebApplicationException(
          Problems.of(
              429, "Too many requests", "This tenant has 50 streams. Please close one first."));
    }
  }
}
