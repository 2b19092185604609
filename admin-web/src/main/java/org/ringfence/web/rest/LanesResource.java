package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.web.lane.Board;

/** {@code /api/v1/dialer/lanes}: what the lanes of all tenants do now, for platform admins. */
@RequestScoped
@Described(does = "What the dialer does for all tenants, for platform admins.")
@Path("/dialer/lanes")
@Produces(MediaType.APPLICATION_JSON)
public class LanesResource {
  private static final int MOST = 5000;

  @Inject ApiTenant api;
  @Inject Board board;

  @GET
  @Listed
  @Described(
      does = "Lists what the dialer does for all tenants, those first that need somebody.",
      answers = "Lane",
      list = true)
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    board.lanes(0, MOST).stream().map(LaneShapes::lane).forEach(list::add);
    return ApiTenant.ok(list.build());
  }
}
