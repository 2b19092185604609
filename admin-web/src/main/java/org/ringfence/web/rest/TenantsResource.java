package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.tenant.TenantForm;
import org.ringfence.web.tenant.Tenants;

/** {@code /api/v1/tenants}, for platform admins. */
@RequestScoped
@Described(does = "All tenants, for platform admins.")
@Path("/tenants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TenantsResource {
  private static final Fields NEW =
      Fields.of("NewTenant", "A tenant to be founded.")
          .must("slug", TEXT.like("globex"))
          .must("name", TEXT)
          .must("country", TEXT.like("DE"))
          .must("adminEmail", TEXT)
          .may("plan", TEXT.about("The id of a plan; empty for none."));

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Tenants tenants;

  @GET
  @Listed
  @Described(does = "Lists all tenants.", answers = "Tenant", list = true)
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    tenants.list().stream().map(Shapes::tenant).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @POST
  @Described(
      does = "Founds a tenant. Its VM, its configuration and its people follow in the background.",
      takes = "NewTenant",
      answers = "Tenant",
      status = 201)
  public Response create(@Nullable @HeaderParam(Once.HEADER) String key, String text) {
    api.requirePlatformAdmin();
    Body body = Body.of(text, NEW);
    TenantForm form = new TenantForm();
    form.setSlug(body.text("slug"));
    form.setName(body.text("name"));
    form.setCountry(body.text("country"));
    form.setAdminEmail(body.text("adminEmail"));
    form.setPlan(body.text("plan"));
    return tenants.again(
        () ->
            once.create(
                key,
                text,
                () -> {
                  Tenant created = tenants.found(form, api.actor());
                  return ApiTenant.created(
                      "/tenants/" + created.slug(),
                      Shapes.tenant(tenants.overview(created.slug().value()).orElseThrow()));
                }));
  }

  /** The plan that a request names; empty for none. */
  static Optional<PlanId> plan(String text) {
    try {
      return Optional.of(text).filter(id -> !id.isBlank()).map(PlanId::parse);
    } catch (InvalidValue notAnId) {
      throw new InvalidForm("plan", notAnId);
    }
  }
}
