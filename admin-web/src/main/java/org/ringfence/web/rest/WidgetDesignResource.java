package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import org.ringfence.domain.callback.Sighting;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.widget.WidgetDesigns;

/** {@code /api/v1/tenants/<slug>/widgets/<id>/design}, and where the widget was seen. */
@RequestScoped
@Described(does = "How a widget looks, and where it was seen.")
@Path("/tenants/{slug}/widgets/{id}/design")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WidgetDesignResource {
  private static final Set<String> NAMES = names();

  private static final Fields CHANGE =
      Fields.texts(
          "WidgetDesignChange",
          "What is to be different, as text; what is left out stays, an empty text is the default.",
          NAMES);

  private static final Shape<Map<String, String>> DESIGN =
      Shape.texts("WidgetDesign", "How a widget looks and behaves, every field as text.", NAMES);

  private static final Shape<Sighting> SIGHTING =
      Shape.<Sighting>of("WidgetSighting", "A website that asked for a widget.")
          .with("origin", TEXT, seen -> seen.origin().value())
          .with("allowed", FLAG, Sighting::allowed)
          .with("firstAt", MOMENT, Sighting::firstAt)
          .with("lastAt", MOMENT, Sighting::lastAt);

  @Inject ApiTenant api;
  @Inject WidgetDesigns designs;

  private static Set<String> names() {
    Set<String> fields = new TreeSet<>(WidgetDesign.FIELDS);
    for (String language : WidgetDesign.LANGUAGES) {
      for (String key : WidgetDesign.TEXTS) {
        fields.add("text." + language + "." + key);
      }
    }
    return Set.copyOf(fields);
  }

  @GET
  @Described(does = "Tells how a widget looks and behaves.", answers = "WidgetDesign")
  public Response design(@PathParam("slug") String slug, @PathParam("id") String id) {
    return shown(designs.find(api.select(slug), parse(id)).orElseThrow(Problems::notFound));
  }

  @PUT
  @Described(
      does = "Changes how a widget looks and behaves. What the body leaves out stays.",
      takes = "WidgetDesignChange",
      answers = "WidgetDesign")
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    WidgetId widget = parse(id);
    WidgetDesign before = designs.find(tenantId, widget).orElseThrow(Problems::notFound);
    Body body = Body.of(text, CHANGE);
    Map<String, String> fields = new TreeMap<>(before.written());
    for (String field : NAMES) {
      if (body.has(field)) {
        fields.put(field, body.plain(field));
      }
    }
    return shown(
        designs.save(tenantId, widget, fields, api.actor()).orElseThrow(Problems::notFound));
  }

  @GET
  @Path("sightings")
  @Described(
      does = "Lists the websites that asked for a widget, the newest first.",
      answers = "WidgetSighting",
      list = true)
  public Response sightings(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    WidgetId widget = parse(id);
    if (designs.find(tenantId, widget).isEmpty()) {
      throw Problems.notFound();
    }
    return ApiTenant.ok(SIGHTING.list(designs.sightings(tenantId, widget)));
  }

  private static Response shown(WidgetDesign design) {
    return ApiTenant.ok(DESIGN.write(design.written()));
  }

  private static WidgetId parse(String id) {
    try {
      return WidgetId.parse(id);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
