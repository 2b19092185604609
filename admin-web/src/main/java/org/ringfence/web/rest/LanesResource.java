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
@Path("/dialer/lanes")
@Produces(MediaType.APPLICATION_JSON)
public class LanesResource {
  private static final int MOST = 5000;

  @Inject ApiTenant api;
  @Inject Board board;

  /** Those first that need somebody. */
  @GET
  @Listed
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    board.lanes(0, MOST).stream().map(LaneShapes::lane).forEach(list::add);
    return ApiTenant.ok(list.build());
  }
}
