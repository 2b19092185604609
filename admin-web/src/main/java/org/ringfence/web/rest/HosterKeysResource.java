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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.access.ApiKeys;

/** {@code /api/v1/api-keys}: keys of the hoster. No key makes or revokes keys. */
@RequestScoped
@Path("/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HosterKeysResource {
  private static final Set<String> FIELDS = Set.of("name", "scope", "areas", "days");

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject ApiKeys keys;

  @GET
  @Listed
  public Response list() {
    return ApiTenant.ok(KeyShapes.list(keys.list(owner())));
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("id") String id) {
    return ApiTenant.ok(
        KeyShapes.key(
            KeyShapes.id(id)
                .flatMap(known -> keys.find(owner(), known))
                .orElseThrow(Problems::notFound)));
  }

  /** The answer holds the secret, and no later one does. */
  @POST
  public Response create(@Nullable @HeaderParam(Once.HEADER) String key, String text) {
    Optional<TenantId> owner = owner();
    Body body = Body.of(text, FIELDS);
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
