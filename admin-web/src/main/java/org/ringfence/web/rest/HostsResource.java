package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.domain.host.HostName;
import org.ringfence.web.host.Hosts;

/** {@code /api/v1/hosts}: the hosts that VMs run on, for platform admins. */
@RequestScoped
@Described(does = "The hosts that VMs run on, for platform admins.")
@Path("/hosts")
@Produces(MediaType.APPLICATION_JSON)
public class HostsResource {
  private static final Fields WISH =
      Fields.of("HostWish", "What is wanted of a host.")
          .must("wish", Kind.word(Hosts.Action.class));

  @Inject ApiTenant api;
  @Inject Hosts hosts;

  @GET
  @Listed
  @Described(does = "Lists hosts by name.", answers = "Host", list = true)
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    hosts.overviews().stream().map(HostShapes::host).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  /** With the short names of those who are on it. */
  @GET
  @Path("{name}")
  @Described(does = "Tells of one host, and who is on it.", answers = "WholeHost")
  public Response get(@PathParam("name") String name) {
    return whole(find(name));
  }

  /**
   * {@code {"wish":"OPEN"|"MAINTENANCE"|"DRAIN"}}; 202, because the provisioner makes it come true.
   */
  @PUT
  @Path("{name}/wish")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      does = "Wishes that a host is open, in maintenance or emptied; it comes true afterwards.",
      takes = "HostWish",
      answers = "WholeHost",
      status = 202)
  public Response wish(@PathParam("name") String name, String text) {
    HostName host = find(name).host().name();
    hosts.wish(host, Hosts.action(Body.of(text, WISH).text("wish")), api.actor());
    return Response.fromResponse(whole(find(name))).status(Response.Status.ACCEPTED).build();
  }

  private Response whole(Hosts.Overview overview) {
    return ApiTenant.ok(HostShapes.whole(overview, hosts.tenants(overview.host().name())));
  }

  private Hosts.Overview find(String name) {
    api.requirePlatformAdmin();
    return hosts.find(name).orElseThrow(Problems::notFound);
  }
}
