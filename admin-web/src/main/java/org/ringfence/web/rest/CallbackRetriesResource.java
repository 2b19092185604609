package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.TreeMap;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.queue.Retries;
import org.ringfence.web.queue.RetriesForm;

/** {@code /api/v1/tenants/<slug>/callback-retries}: what is tried again. */
@RequestScoped
@Path("/tenants/{slug}/callback-retries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbackRetriesResource {
  @Inject ApiTenant api;
  @Inject Retries retries;

  @GET
  public Response get(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  /** What the body leaves out stays as it is. */
  @PUT
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, RetriesForm.RULES.keySet());
    RetriesForm form = RetriesForm.of(retries.policy(tenantId));
    form.getFields().replaceAll((field, before) -> body.text(field, before));
    retries.save(tenantId, form, api.actor());
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    new TreeMap<>(RetriesForm.of(retries.policy(tenantId)).getFields())
        .forEach((field, number) -> json.add(field, Integer.parseInt(number)));
    return ApiTenant.ok(json.build());
  }
}
