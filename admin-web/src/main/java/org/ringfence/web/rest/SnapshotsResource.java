package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.machine.Snapshot;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.tenant.TenantSnapshots;
import org.ringfence.web.tenant.Tenants;

/** {@code /api/v1/tenants/<slug>/snapshots}, for platform admins. */
@RequestScoped
@Described(does = "Data disks as they were, for platform admins.")
@Path("/tenants/{slug}/snapshots")
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotsResource {
  private static final Fields NEW =
      Fields.of("NewSnapshot", "A snapshot to be taken.").may("label", TEXT);

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Tenants tenants;
  @Inject TenantSnapshots snapshots;

  @GET
  @Listed
  @Described(does = "Lists snapshots, the newest first.", answers = "Snapshot", list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    snapshots.list(tenant(slug).id()).stream().map(Shapes::snapshot).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one snapshot.", answers = "Snapshot")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(Shapes.snapshot(find(tenant(slug), id)));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      does = "Asks for a snapshot, which the provisioner takes.",
      takes = "NewSnapshot",
      answers = "Snapshot",
      status = 201)
  public Response take(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    Tenant tenant = tenant(slug);
    String label = Body.of(text, NEW).text("label");
    return once.create(
        key,
        text,
        () -> {
          Snapshot taken = snapshots.take(tenant, label, api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/snapshots/" + taken.id(), Shapes.snapshot(taken));
        });
  }

  @POST
  @Path("{id}/roll-back")
  @Described(
      does = "Asks for the disk of a snapshot to be put back.",
      answers = "Tenant",
      status = 202)
  public Response rollBack(@PathParam("slug") String slug, @PathParam("id") String id) {
    Tenant tenant = tenant(slug);
    snapshots.rollBack(tenant, find(tenant, id).id(), api.actor());
    return Response.accepted(Shapes.tenant(tenants.overview(slug).orElseThrow()).toString())
        .build();
  }

  @DELETE
  @Path("{id}")
  @Described(does = "Deletes a snapshot.", status = 204)
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    Tenant tenant = tenant(slug);
    snapshots.delete(tenant, find(tenant, id).id(), api.actor());
    return Response.noContent().build();
  }

  private Tenant tenant(String slug) {
    api.requirePlatformAdmin();
    api.select(slug);
    return tenants.find(slug).orElseThrow();
  }

  private Snapshot find(Tenant tenant, String id) {
    try {
      return snapshots.find(tenant.id(), SnapshotId.parse(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
