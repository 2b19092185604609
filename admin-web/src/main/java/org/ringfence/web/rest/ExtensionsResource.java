package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.extension.ExtensionForm;
import org.ringfence.web.extension.Extensions;

/** {@code /api/v1/tenants/<slug>/extensions}. */
@RequestScoped
@Path("/tenants/{slug}/extensions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ExtensionsResource {
  private static final Set<String> FIELDS = Set.of("number", "name", "password");

  @Inject ApiTenant api;
  @Inject Extensions extensions;

  @GET
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    extensions.list(api.select(slug)).stream().map(Shapes::extension).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(Shapes.extension(find(api.select(slug), id)).build());
  }

  /** The answer holds the phone's password, the only time it can be read. */
  @POST
  public Response add(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, FIELDS);
    ExtensionForm form = new ExtensionForm();
    form.setNumber(body.text("number"));
    form.setName(body.text("name"));
    form.setPassword(body.text("password"));
    Extensions.Saved saved = extensions.add(tenantId, form, api.actor());
    JsonObjectBuilder json = Shapes.extension(saved.extension());
    saved.password().ifPresent(password -> json.add("password", password.reveal()));
    return ApiTenant.created(
        "/tenants/" + slug + "/extensions/" + saved.extension().id(), json.build());
  }

  @DELETE
  @Path("{id}")
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    extensions.delete(tenantId, find(tenantId, id).id(), api.actor());
    return Response.noContent().build();
  }

  private Extension find(TenantId tenantId, String id) {
    try {
      return extensions.find(tenantId, ExtensionId.parse(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
