package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
@Described(does = "What the dialer does for a tenant.")
@Path("/tenants/{slug}/dialer")
@Produces(MediaType.APPLICATION_JSON)
public class DialerResource {
  @Inject ApiTenant api;
  @Inject Board board;
  @Inject TrunkBoard trunks;

  @GET
  @Described(
      does = "Tells what the dialer does for a tenant now, and how well its trunks place calls.",
      answers = "TenantLane")
  public Response get(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    return ApiTenant.ok(
        LaneShapes.OWN_LANE.write(
            new LaneShapes.Own(board.lane(tenantId), trunks.lines(tenantId))));
  }
}
