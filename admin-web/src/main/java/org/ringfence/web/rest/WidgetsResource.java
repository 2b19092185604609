package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.widget.WidgetForm;
import org.ringfence.web.widget.Widgets;

/** {@code /api/v1/tenants/<slug>/widgets}. */
@RequestScoped
@Described(does = "Callback buttons for websites.")
@Path("/tenants/{slug}/widgets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WidgetsResource {
  private static final Fields NEW =
      Fields.of("NewWidget", "A widget to be added.")
          .must("name", TEXT)
          .must("origins", Kind.list(TEXT.like("https://shop.example.com")))
          .must("agent", TEXT.about("The number of an extension."))
          .may("enabled", FLAG);

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Widgets widgets;

  @GET
  @Listed
  @Described(does = "Lists widgets.", answers = "Widget", list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    widgets.list(api.select(slug)).stream().map(Shapes::widget).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one widget.", answers = "Widget")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(Shapes.widget(find(api.select(slug), id)));
  }

  @POST
  @Described(does = "Adds a widget.", takes = "NewWidget", answers = "Widget", status = 201)
  public Response add(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, NEW);
    WidgetForm form = new WidgetForm();
    form.setName(body.text("name"));
    form.setOrigins(body.text("origins"));
    form.setAgent(body.text("agent"));
    form.setEnabled(body.flag("enabled", true));
    return once.create(
        key,
        text,
        () -> {
          Widget saved = widgets.save(tenantId, Optional.empty(), form, api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/widgets/" + saved.id(), Shapes.widget(saved));
        });
  }

  @DELETE
  @Path("{id}")
  @Described(does = "Deletes a widget.", status = 204, matches = true)
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Widget stored = find(tenantId, id);
    api.requireMatch(Shapes.widget(stored));
    widgets.delete(tenantId, stored.id(), api.actor());
    return Response.noContent().build();
  }

  private Widget find(TenantId tenantId, String id) {
    try {
      return widgets.find(tenantId, WidgetId.parse(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
