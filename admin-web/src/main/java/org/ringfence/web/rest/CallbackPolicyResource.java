package org.ringfence.web.rest;

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
import java.util.Set;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.widget.CallbackLimitsForm;
import org.ringfence.web.widget.CallbackPolicies;

/** {@code /api/v1/tenants/<slug>/callback-policy}: the limits of callbacks and the kill switch. */
@RequestScoped
@Path("/tenants/{slug}/callback-policy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbackPolicyResource {
  private static final Set<String> FIELDS =
      Set.of("halted", "countries", "perHour", "widgetPerHour", "dailyMinutes", "dailyMoney");

  @Inject ApiTenant api;
  @Inject CallbackPolicies policies;

  @GET
  public Response get(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  /** What the body leaves out stays as it is. */
  @PUT
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, FIELDS);
    CallbackPolicy before = policies.policy(tenantId);
    CallbackLimitsForm form = CallbackLimitsForm.of(before);
    form.setCountries(body.text("countries", form.getCountries()));
    form.setPerHour(body.text("perHour", form.getPerHour()));
    form.setWidgetPerHour(body.text("widgetPerHour", form.getWidgetPerHour()));
    form.setDailyMinutes(body.text("dailyMinutes", form.getDailyMinutes()));
    form.setDailyMoney(body.text("dailyMoney", form.getDailyMoney()));
    boolean halted = body.flag("halted", before.halted());
    policies.save(tenantId, form, api.actor());
    if (halted != before.halted()) {
      policies.halt(tenantId, halted, api.actor());
    }
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    return ApiTenant.ok(
        Shapes.callbackPolicy(
            policies.policy(tenantId),
            policies.minutesToday(tenantId),
            policies.centsToday(tenantId)));
  }
}
