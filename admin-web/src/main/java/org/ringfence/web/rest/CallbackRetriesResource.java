package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.INTEGER;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.queue.Retries;
import org.ringfence.web.queue.RetriesForm;

/** {@code /api/v1/tenants/<slug>/callback-retries}: what is tried again. */
@RequestScoped
@Described(does = "How often callbacks are tried again.")
@Path("/tenants/{slug}/callback-retries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbackRetriesResource {
  private static final Set<String> NAMES = new TreeSet<>(RetriesForm.RULES.keySet());
  private static final Fields CHANGE = change();
  private static final Shape<Map<String, String>> RETRIES = shape();

  @Inject ApiTenant api;
  @Inject Retries retries;

  @GET
  @Described(does = "Tells how often callbacks are tried again.", answers = "CallbackRetries")
  public Response get(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  @PUT
  @Described(
      does = "Changes how often callbacks are tried again. What the body leaves out stays.",
      takes = "CallbackRetriesChange",
      answers = "CallbackRetries")
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, CHANGE);
    RetriesForm form = RetriesForm.of(retries.policy(tenantId));
    form.getFields().replaceAll((field, before) -> body.text(field, before));
    retries.save(tenantId, form, api.actor());
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    return ApiTenant.ok(RETRIES.write(RetriesForm.of(retries.policy(tenantId)).getFields()));
  }

  private static Fields change() {
    Fields change =
        Fields.of("CallbackRetriesChange", "What is to be different; what is left out stays.");
    for (String name : NAMES) {
      change = change.may(name, INTEGER);
    }
    return change;
  }

  private static Shape<Map<String, String>> shape() {
    Shape<Map<String, String>> shape =
        Shape.of("CallbackRetries", "How many further tries, and minutes before the first.");
    for (String name : NAMES) {
      shape =
          shape.perhaps(
              name, INTEGER, fields -> Optional.ofNullable(fields.get(name)).map(Integer::valueOf));
    }
    return shape;
  }
}
