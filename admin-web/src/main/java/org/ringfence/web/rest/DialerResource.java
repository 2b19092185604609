package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.lane.Board;
import org.ringfence.web.lane.TrunkBoard;

/**
 * {@code /api/v1/tenants/<slug>/dialer}: what the tenant's lane does now, and how well its trunks
 * place calls.
 */
@RequestScoped
@Path("/tenants/{slug}/dialer")
@Produces(MediaType.APPLICATION_JSON)
public class DialerResource {
  /** Of a tenant for whom no dialer was ever to dial. */
  private static final JsonObject NO_LANE = Json.createObjectBuilder().add("state", "OFF").build();

  @Inject ApiTenant api;
  @Inject Board board;
  @Inject TrunkBoard trunks;

  @GET
  public Response get(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder lines = Json.createArrayBuilder();
    trunks.lines(tenantId).stream().map(LaneShapes::trunk).forEach(lines::add);
    return ApiTenant.ok(
        Json.createObjectBuilder(board.lane(tenantId).map(LaneShapes::lane).orElse(NO_LANE))
            .add("trunks", lines)
            .build());
  }
}
