package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.web.revision.Configurations;

/** {@code /api/v1/tenants/<slug>/revisions}, the newest first. */
@RequestScoped
@Described(does = "Configurations of a tenant's PBX on their way to be live.")
@Path("/tenants/{slug}/revisions")
@Produces(MediaType.APPLICATION_JSON)
public class RevisionsResource {
  @Inject ApiTenant api;
  @Inject Configurations configurations;

  @GET
  @Listed
  @Described(does = "Lists revisions, the newest first.", answers = "Revision", list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    configurations.list(api.select(slug)).stream().map(Shapes::revision).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{number}")
  @Described(does = "Tells of one revision.", answers = "Revision")
  public Response get(@PathParam("slug") String slug, @PathParam("number") int number) {
    return configurations
        .find(api.select(slug), number)
        .map(revision -> ApiTenant.ok(Shapes.revision(revision)))
        .orElseThrow(Problems::notFound);
  }
}
