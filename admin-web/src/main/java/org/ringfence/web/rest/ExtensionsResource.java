package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.extension.ExtensionForm;
import org.ringfence.web.extension.ExtensionImports;
import org.ringfence.web.extension.Extensions;

/** {@code /api/v1/tenants/<slug>/extensions}. */
@RequestScoped
@Path("/tenants/{slug}/extensions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ExtensionsResource {
  private static final Set<String> FIELDS = Set.of("number", "name", "password", "pin", "settings");
  private static final Set<String> CHANGEABLE = Set.of("name", "pin", "settings");

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Extensions extensions;
  @Inject ExtensionImports imports;

  @GET
  @Listed
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    extensions.list(api.select(slug)).stream().map(Shapes::extension).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  /** All of them as a table; what a spreadsheet takes for a formula stands behind an apostrophe. */
  @GET
  @Path("table")
  @Produces("text/csv")
  public Response table(@PathParam("slug") String slug) {
    return Response.ok(imports.table(api.select(slug)), "text/csv; charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"extensions.csv\"")
        .build();
  }

  /** What would become of a table, line by line. */
  @POST
  @Path("table/preview")
  @Consumes("text/csv")
  public Response preview(@PathParam("slug") String slug, String text) {
    JsonArrayBuilder lines = Json.createArrayBuilder();
    imports
        .preview(api.select(slug), text)
        .forEach(
            line ->
                lines.add(
                    Json.createObjectBuilder()
                        .add("line", line.line())
                        .add("number", line.number())
                        .add("name", line.name())
                        .add("problem", line.problem())));
    return ApiTenant.ok(lines.build());
  }

  /** Adds every line or none; the answer holds the only sight of passwords and PINs. */
  @POST
  @Path("table")
  @Consumes("text/csv")
  public Response addTable(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    return once.create(
        key,
        text,
        () -> {
          JsonArrayBuilder added = Json.createArrayBuilder();
          for (Extensions.Saved saved : imports.add(tenantId, text, api.actor())) {
            added.add(withSecrets(saved));
          }
          return Response.status(Response.Status.CREATED).entity(added.build().toString()).build();
        });
  }

  private static JsonObjectBuilder withSecrets(Extensions.Saved saved) {
    JsonObjectBuilder json = Shapes.extension(saved.extension());
    saved.password().ifPresent(password -> json.add("password", password.reveal()));
    saved.pin().ifPresent(pin -> json.add("pin", pin.reveal()));
    return json;
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(Shapes.extension(find(api.select(slug), id)).build());
  }

  /** The answer holds the phone's password, the only time it can be read. */
  @POST
  public Response add(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, FIELDS);
    ExtensionForm form = new ExtensionForm();
    form.setNumber(body.text("number"));
    form.setName(body.text("name"));
    form.setPassword(body.text("password"));
    form.setPin(body.text("pin"));
    form.getSettings().putAll(settings(body));
    return once.create(
        key,
        text,
        () -> {
          Extensions.Saved saved = extensions.add(tenantId, form, api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/extensions/" + saved.extension().id(),
              withSecrets(saved).build());
        });
  }

  /** Settings that are left out keep theirs; an empty text brings back the default. */
  @PUT
  @Path("{id}")
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    Extension stored = find(tenantId, id);
    api.requireMatch(Shapes.extension(stored).build());
    Body body = Body.of(text, CHANGEABLE);
    ExtensionForm form = ExtensionForm.of(stored);
    form.setName(body.text("name", stored.name().value()));
    form.setPin(body.text("pin"));
    form.getSettings().putAll(settings(body));
    Extensions.Saved saved =
        extensions.change(tenantId, stored.id(), form, api.actor()).orElseThrow(Problems::notFound);
    return ApiTenant.ok(withSecrets(saved).build());
  }

  private static Map<String, String> settings(Body body) {
    return body.texts("settings", ExtensionSettings.names());
  }

  @DELETE
  @Path("{id}")
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Extension stored = find(tenantId, id);
    api.requireMatch(Shapes.extension(stored).build());
    extensions.delete(tenantId, stored.id(), api.actor());
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
