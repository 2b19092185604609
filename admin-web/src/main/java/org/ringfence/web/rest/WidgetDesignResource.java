package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.widget.WidgetDesigns;

/** {@code /api/v1/tenants/<slug>/widgets/<id>/design}, and where the widget was seen. */
@RequestScoped
@Path("/tenants/{slug}/widgets/{id}/design")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WidgetDesignResource {
  private static final Set<String> FIELDS = fields();

  @Inject ApiTenant api;
  @Inject WidgetDesigns designs;

  private static Set<String> fields() {
    Set<String> fields = new TreeSet<>(WidgetDesign.FIELDS);
    for (String language : WidgetDesign.LANGUAGES) {
      for (String key : WidgetDesign.TEXTS) {
        fields.add("text." + language + "." + key);
      }
    }
    return Set.copyOf(fields);
  }

  @GET
  public Response design(@PathParam("slug") String slug, @PathParam("id") String id) {
    return shown(designs.find(api.select(slug), parse(id)).orElseThrow(Problems::notFound));
  }

  /** What the body leaves out stays as it is; an empty text is the default. */
  @PUT
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    WidgetId widget = parse(id);
    WidgetDesign before = designs.find(tenantId, widget).orElseThrow(Problems::notFound);
    Body body = Body.of(text, FIELDS);
    Map<String, String> fields = new TreeMap<>(before.written());
    for (String field : FIELDS) {
      if (body.has(field)) {
        fields.put(field, body.plain(field));
      }
    }
    return shown(
        designs.save(tenantId, widget, fields, api.actor()).orElseThrow(Problems::notFound));
  }

  /** The websites that asked for the widget, the newest first. */
  @GET
  @Path("sightings")
  public Response sightings(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    WidgetId widget = parse(id);
    if (designs.find(tenantId, widget).isEmpty()) {
      throw Problems.notFound();
    }
    JsonArrayBuilder list = Json.createArrayBuilder();
    designs
        .sightings(tenantId, widget)
        .forEach(
            seen ->
                list.add(
                    Json.createObjectBuilder()
                        .add("origin", seen.origin().value())
                        .add("allowed", seen.allowed())
                        .add("firstAt", seen.firstAt().toString())
                        .add("lastAt", seen.lastAt().toString())));
    return ApiTenant.ok(list.build());
  }

  private static Response shown(WidgetDesign design) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    design.written().forEach(json::add);
    return ApiTenant.ok(json.build());
  }

  private static WidgetId parse(String id) {
    try {
      return WidgetId.parse(id);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
