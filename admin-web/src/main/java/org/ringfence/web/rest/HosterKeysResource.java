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

/** {@code /api/v1/api-keys}: keys of the hoster. No key makes or revokes keys. */
@RequestScoped
@Described(does = "Keys of the hoster's programs, for platform admins.")
@Path("/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HosterKeysResource {
  @Inject ApiTenant api;
  @Inject Once once;
  @Inject ApiKeys keys;

  @GET
  @Listed
  @Described(does = "Lists the hoster's keys, the newest first.", answers = "ApiKey", list = true)
  public Response list() {
    return ApiTenant.ok(KeyShapes.list(keys.list(owner())));
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one key of the hoster's.", answers = "ApiKey")
  public Response get(@PathParam("id") String id) {
    return ApiTenant.ok(
        KeyShapes.key(
            KeyShapes.id(id)
                .flatMap(known -> keys.find(owner(), known))
                .orElseThrow(Problems::notFound)));
  }

  @POST
  @Described(
      does = "Makes a key for the hoster. The answer holds its secret, and no later one does.",
      takes = "NewApiKey",
      answers = "CreatedApiKey",
      status = 201)
  public Response create(@Nullable @HeaderParam(Once.HEADER) String key, String text) {
    Optional<TenantId> owner = owner();
    Body body = Body.of(text, KeyShapes.NEW);
    return once.create(
        key,
        text,
        () -> {
          ApiKeys.Created created =
              keys.create(
                  owner, body.text("name"), KeyShapes.scope(body), body.text("days"), api.actor());
          return ApiTenant.created("/api-keys/" + created.key().id(), KeyShapes.created(created));
        });
  }

  @DELETE
  @Path("{id}")
  @Described(
      does = "Revokes a key of the hoster's: it opens nothing any more, at once.",
      status = 204)
  public Response revoke(@PathParam("id") String id) {
    Optional<TenantId> owner = owner();
    boolean revoked =
        KeyShapes.id(id).map(known -> keys.revoke(owner, known, api.actor())).orElse(false);
    if (!revoked) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private Optional<TenantId> owner() {
    api.requirePlatformAdmin();
    api.requirePerson();
    return Optional.empty();
  }
}
