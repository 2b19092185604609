package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.access.ApiKeys;

/** {@code /api/v1/tenants/<slug>/api-keys}: keys of a tenant. No key makes or revokes keys. */
@RequestScoped
@Described(does = "Keys of a tenant's programs. No key makes or revokes keys.")
@Path("/tenants/{slug}/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ApiKeysResource {
  @Inject ApiTenant api;
  @Inject Once once;
  @Inject ApiKeys keys;

  @GET
  @Listed
  @Described(
      does = "Lists the keys of a tenant, the newest first.",
      answers = "ApiKey",
      list = true)
  public Response list(@PathParam("slug") String slug) {
    return ApiTenant.ok(KeyShapes.list(keys.list(owner(slug))));
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one key.", answers = "ApiKey")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(
        KeyShapes.key(
            KeyShapes.id(id)
                .flatMap(known -> keys.find(owner(slug), known))
                .orElseThrow(Problems::notFound)));
  }

  @POST
  @Described(
      does = "Makes a key. The answer holds its secret, and no later one does.",
      takes = "NewApiKey",
      answers = "CreatedApiKey",
      status = 201)
  public Response create(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    Optional<TenantId> owner = owner(slug);
    Body body = Body.of(text, KeyShapes.NEW);
    return once.create(
        key,
        text,
        () -> {
          ApiKeys.Created created =
              keys.create(
                  owner, body.text("name"), KeyShapes.scope(body), body.text("days"), api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/api-keys/" + created.key().id(), KeyShapes.created(created));
        });
  }

  @DELETE
  @Path("{id}")
  @Described(does = "Revokes a key: it opens nothing any more, at once.", status = 204)
  public Response revoke(@PathParam("slug") String slug, @PathParam("id") String id) {
    Optional<TenantId> owner = owner(slug);
    boolean revoked =
        KeyShapes.id(id).map(known -> keys.revoke(owner, known, api.actor())).orElse(false);
    if (!revoked) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private Optional<TenantId> owner(String slug) {
    api.requirePerson();
    return Optional.of(api.select(slug));
  }
}
