package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.handling.Handlings;

/** {@code /api/v1/tenants/<slug>/call-handling/<kind>}. Every field is text. */
@RequestScoped
@Path("/tenants/{slug}/call-handling")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HandlingsResource {
  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Handlings handlings;

  @GET
  @Listed
  public Response all(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    handlings.list(api.select(slug)).stream().map(HandlingsResource::shape).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{kind}")
  @Listed
  public Response list(@PathParam("slug") String slug, @PathParam("kind") String kind) {
    TenantId tenantId = api.select(slug);
    HandlingKind wanted = kind(kind);
    JsonArrayBuilder list = Json.createArrayBuilder();
    handlings.list(tenantId).stream()
        .filter(each -> each.kind() == wanted)
        .map(HandlingsResource::shape)
        .forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{kind}/{id}")
  public Response get(
      @PathParam("slug") String slug, @PathParam("kind") String kind, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Handling handling =
        handlings.find(tenantId, kind(kind), id(id)).orElseThrow(Problems::notFound);
    JsonArrayBuilder users = Json.createArrayBuilder();
    handlings.usages(tenantId, handling).forEach(usage -> users.add(usage.label()));
    JsonObject shape = Json.createObjectBuilder(shape(handling)).add("usedBy", users).build();
    return ApiTenant.ok(shape);
  }

  @POST
  @Path("{kind}")
  public Response add(
      @PathParam("slug") String slug,
      @PathParam("kind") String kind,
      @Nullable @HeaderParam(Once.HEADER) String key,
      String text) {
    TenantId tenantId = api.select(slug);
    HandlingKind wanted = kind(kind);
    return once.create(
        key,
        text,
        () -> {
          Handlings.Saved saved =
              handlings.add(tenantId, wanted, fields(wanted, text), api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/call-handling/" + kind + "/" + saved.handling().id(),
              shape(saved.handling()));
        });
  }

  /** Replaces the whole object: what the body leaves out becomes its default. */
  @PUT
  @Path("{kind}/{id}")
  public Response change(
      @PathParam("slug") String slug,
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      String text) {
    TenantId tenantId = api.select(slug);
    HandlingKind wanted = kind(kind);
    requireMatch(tenantId, wanted, id);
    return handlings
        .change(tenantId, wanted, id(id), fields(wanted, text), api.actor())
        .map(saved -> ApiTenant.ok(shape(saved.handling())))
        .orElseThrow(Problems::notFound);
  }

  @DELETE
  @Path("{kind}/{id}")
  public Response delete(
      @PathParam("slug") String slug, @PathParam("kind") String kind, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    requireMatch(tenantId, kind(kind), id);
    if (handlings.delete(tenantId, kind(kind), id(id), api.actor()).isEmpty()) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private void requireMatch(TenantId tenantId, HandlingKind kind, String id) {
    handlings
        .find(tenantId, kind, id(id))
        .map(HandlingsResource::shape)
        .ifPresent(api::requireMatch);
  }

  private static Map<String, String> fields(HandlingKind kind, String text) {
    Set<String> known = kind.fields();
    Body body = Body.of(text, known);
    Map<String, String> fields = new HashMap<>();
    known.forEach(field -> fields.put(field, body.plain(field)));
    return fields;
  }

  private static JsonObject shape(Handling handling) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", handling.id().toString())
            .add("destination", handling.destination().toString());
    handling.fields().forEach(json::add);
    return json.build();
  }

  private static HandlingKind kind(String text) {
    return HandlingKind.of(text).orElseThrow(Problems::notFound);
  }

  private static HandlingId id(String text) {
    try {
      return HandlingId.parse(text);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
