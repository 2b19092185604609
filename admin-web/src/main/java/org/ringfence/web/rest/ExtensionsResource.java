package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
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
@Described(does = "People with a number inside.")
@Path("/tenants/{slug}/extensions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ExtensionsResource {
  private static final Fields NEW =
      Fields.of("NewExtension", "An extension to be added.")
          .must("number", TEXT.like("103"))
          .must("name", TEXT.like("Cleo"))
          .may("password", TEXT.about("The phone's; generated when left out."))
          .may("pin", TEXT.about("The mailbox's; generated when left out."))
          .may("settings", Shapes.EXTENSION_SETTINGS);

  private static final Fields CHANGE =
      Fields.of("ExtensionChange", "What is to be different; what is left out stays.")
          .may("name", TEXT)
          .may("pin", TEXT)
          .may("settings", Shapes.EXTENSION_SETTINGS);

  private static final Shape<ExtensionImports.Line> LINE =
      Shape.<ExtensionImports.Line>of("ExtensionTableLine", "What would become of a line.")
          .with("line", INTEGER, ExtensionImports.Line::line)
          .with("number", TEXT, ExtensionImports.Line::number)
          .with("name", TEXT, ExtensionImports.Line::name)
          .with("problem", TEXT.about("Empty for none."), ExtensionImports.Line::problem);

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Extensions extensions;
  @Inject ExtensionImports imports;

  @GET
  @Listed
  @Described(does = "Lists extensions.", answers = "Extension", list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    extensions.list(api.select(slug)).stream().map(Shapes::extension).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("table")
  @Produces("text/csv")
  @Described(does = "Gives all extensions as a table.")
  public Response table(@PathParam("slug") String slug) {
    return Response.ok(imports.table(api.select(slug)), "text/csv; charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"extensions.csv\"")
        .build();
  }

  @POST
  @Path("table/preview")
  @Consumes("text/csv")
  @Described(
      does = "Tells what would become of a table, line by line, and stores nothing.",
      answers = "ExtensionTableLine",
      list = true)
  public Response preview(@PathParam("slug") String slug, String text) {
    return ApiTenant.ok(LINE.list(imports.preview(api.select(slug), text)));
  }

  @POST
  @Path("table")
  @Consumes("text/csv")
  @Described(
      does =
          "Adds every line of a table or none. The answer holds the only sight of passwords and PINs.",
      answers = "SavedExtension",
      list = true,
      status = 201)
  public Response addTable(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    return once.create(
        key,
        text,
        () -> {
          JsonArray added = Shapes.SAVED_EXTENSION.list(imports.add(tenantId, text, api.actor()));
          return Response.status(Response.Status.CREATED).entity(added.toString()).build();
        });
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one extension.", answers = "Extension")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(Shapes.extension(find(api.select(slug), id)));
  }

  @POST
  @Described(
      does =
          "Adds an extension. The answer holds the phone's password, the only time it can be read.",
      takes = "NewExtension",
      answers = "SavedExtension",
      status = 201)
  public Response add(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, NEW);
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
              Shapes.SAVED_EXTENSION.write(saved));
        });
  }

  @PUT
  @Path("{id}")
  @Described(
      does = "Changes an extension. What the body leaves out stays.",
      takes = "ExtensionChange",
      answers = "SavedExtension",
      matches = true)
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    Extension stored = find(tenantId, id);
    api.requireMatch(Shapes.extension(stored));
    Body body = Body.of(text, CHANGE);
    ExtensionForm form = ExtensionForm.of(stored);
    form.setName(body.text("name", stored.name().value()));
    form.setPin(body.text("pin"));
    form.getSettings().putAll(settings(body));
    Extensions.Saved saved =
        extensions.change(tenantId, stored.id(), form, api.actor()).orElseThrow(Problems::notFound);
    return ApiTenant.ok(Shapes.SAVED_EXTENSION.write(saved));
  }

  private static Map<String, String> settings(Body body) {
    return body.texts("settings", ExtensionSettings.names());
  }

  @DELETE
  @Path("{id}")
  @Described(
      does = "Deletes an extension that no trunk and no widget uses.",
      status = 204,
      matches = true)
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Extension stored = find(tenantId, id);
    api.requireMatch(Shapes.extension(stored));
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
