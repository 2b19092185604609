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
import org.ringfence.web.queue.Dialing;
import org.ringfence.web.queue.DialingForm;

/** {@code /api/v1/tenants/<slug>/callback-dialing}: when and by which trunks callbacks are made. */
@RequestScoped
@Path("/tenants/{slug}/callback-dialing")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbackDialingResource {
  @Inject ApiTenant api;
  @Inject Dialing dialing;

  @GET
  public Response get(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  /** What the body leaves out stays as it is. */
  @PUT
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, DialingForm.RULES.keySet());
    DialingForm form = DialingForm.of(dialing.rules(tenantId));
    form.getFields().replaceAll((field, before) -> body.text(field, before));
    dialing.save(tenantId, form, api.actor());
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    new TreeMap<>(DialingForm.of(dialing.rules(tenantId)).getFields())
        .forEach(
            (field, value) -> {
              if (field.equals("order")) {
                json.add(field, value);
              } else {
                json.add(field, Integer.parseInt(value));
              }
            });
    return ApiTenant.ok(json.build());
  }
}
