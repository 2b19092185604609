package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;

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
import java.util.Arrays;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.queue.Dialing;
import org.ringfence.web.queue.DialingForm;

/** {@code /api/v1/tenants/<slug>/callback-dialing}: when and by which trunks callbacks are made. */
@RequestScoped
@Described(does = "When and by which trunks callbacks are made.")
@Path("/tenants/{slug}/callback-dialing")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CallbackDialingResource {
  private static final Kind<Object> ORDER =
      Kind.oneOf(
              Arrays.stream(TrunkChoice.Order.values())
                  .map(DialingForm::word)
                  .toArray(String[]::new))
          .about("Which trunk is tried first.");

  private static final Shape<DialingRules> DIALING =
      Shape.<DialingRules>of("CallbackDialing", "When and by which trunks callbacks are made.")
          .with(
              "expiryHours",
              LONG.about("After so long a callback expires; 0 for never."),
              rules -> rules.expiry().toHours())
          .with(
              "fromHour",
              INTEGER.about("From when people are called, where their number is."),
              rules -> rules.hours().from())
          .with("order", ORDER, rules -> DialingForm.word(rules.order()))
          .with("toHour", INTEGER.about("Until when."), rules -> rules.hours().to());

  private static final Fields CHANGE =
      Fields.of("CallbackDialingChange", "What is to be different; what is left out stays.")
          .may(
              "expiryHours",
              INTEGER.about("0 to " + DialingRules.LONGEST_EXPIRY.toHours() + "; 0 for never."))
          .may("fromHour", INTEGER.about("0 to 23."))
          .may("order", ORDER)
          .may("toHour", INTEGER.about("1 to 24."));

  @Inject ApiTenant api;
  @Inject Dialing dialing;

  @GET
  @Described(
      does = "Tells when and by which trunks callbacks are made.",
      answers = "CallbackDialing")
  public Response get(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  /** What the body leaves out stays as it is. */
  @PUT
  @Described(
      does = "Changes when and by which trunks callbacks are made. What the body leaves out stays.",
      takes = "CallbackDialingChange",
      answers = "CallbackDialing")
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, CHANGE);
    DialingForm form = DialingForm.of(dialing.rules(tenantId));
    form.getFields().replaceAll((field, before) -> body.text(field, before));
    dialing.save(tenantId, form, api.actor());
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    return ApiTenant.ok(DIALING.write(dialing.rules(tenantId)));
  }
}
