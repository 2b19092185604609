package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.AMOUNT;
import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.INTEGER;
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
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.widget.CallbackLimitsForm;
import org.ringfence.web.widget.CallbackPolicies;

/** {@code /api/v1/tenants/<slug>/callback-policy}: the limits of callbacks and the kill switch. */
@RequestScoped
@Described(does = "The limits of callbacks, and the switch that stops them.")
@Path("/tenants/{slug}/callback-policy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbackPolicyResource {
  private static final Fields CHANGE =
      Fields.of("CallbackPolicyChange", "What is to be different; what is left out stays.")
          .may("halted", FLAG)
          .may("countries", Kind.list(TEXT.like("AT")))
          .may("perHour", INTEGER)
          .may("widgetPerHour", INTEGER)
          .may("dailyMinutes", INTEGER)
          .may("dailyMoney", AMOUNT)
          .may("rates", Kind.list(TEXT.like("+4917 0.08")));

  @Inject ApiTenant api;
  @Inject CallbackPolicies policies;

  @GET
  @Described(
      does = "Tells the limits of callbacks, and what today has used of them.",
      answers = "CallbackPolicy")
  public Response get(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  @PUT
  @Described(
      does = "Changes limits of callbacks, or halts them. What the body leaves out stays.",
      takes = "CallbackPolicyChange",
      answers = "CallbackPolicy")
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, CHANGE);
    CallbackPolicy before = policies.policy(tenantId);
    CallbackLimitsForm form = CallbackLimitsForm.of(before, policies.rates(tenantId));
    form.setCountries(body.text("countries", form.getCountries()));
    form.setPerHour(body.text("perHour", form.getPerHour()));
    form.setWidgetPerHour(body.text("widgetPerHour", form.getWidgetPerHour()));
    form.setDailyMinutes(body.text("dailyMinutes", form.getDailyMinutes()));
    form.setDailyMoney(body.text("dailyMoney", form.getDailyMoney()));
    form.setRates(body.text("rates", form.getRates()));
    boolean halted = body.flag("halted", before.halted());
    policies.save(tenantId, form, api.actor());
    if (halted != before.halted()) {
      policies.halt(tenantId, halted, api.actor());
    }
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    return ApiTenant.ok(
        CallbackShapes.policy(
            policies.policy(tenantId),
            policies.rates(tenantId),
            policies.minutesToday(tenantId),
            policies.centsToday(tenantId)));
  }
}
