package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.plan.Plans;
import org.ringfence.web.template.Templates;
import org.ringfence.web.tenant.Lifecycle;
import org.ringfence.web.tenant.Tenants;

/** {@code /api/v1/tenants/<slug>}: one tenant with its VM. */
@RequestScoped
@Described(does = "One tenant with its VM.")
@Path("/tenants/{slug}")
@Produces(MediaType.APPLICATION_JSON)
public class TenantResource {
  private static final Fields CHOICE =
      Fields.of("PlanChoice", "The plan of a tenant.")
          .must("plan", TEXT.about("An id; empty for none."));

  private static final Fields WANTED =
      Fields.of("TemplateChoice", "The template version that a tenant is to run.")
          .must("template", TEXT);

  private static final Shape<Secret> PASSWORD =
      Shape.<Secret>of("FirstPassword", "The administrator's first password, told once.")
          .with("password", TEXT, Secret::reveal);

  @Inject ApiTenant api;
  @Inject Tenants tenants;
  @Inject Lifecycle lifecycle;
  @Inject Plans plans;
  @Inject Templates templates;

  @GET
  @Described(does = "Tells of one tenant and its VM.", answers = "Tenant")
  public Response get(@PathParam("slug") String slug) {
    api.select(slug);
    return ApiTenant.ok(Shapes.tenant(tenants.overview(slug).orElseThrow()));
  }

  @GET
  @Path("stages")
  @Described(
      does = "Lists how the VM got where it is, oldest first, at most 50.",
      answers = "StageChange",
      list = true)
  public Response stages(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder list = Json.createArrayBuilder();
    tenants.history(tenantId).stream().map(Shapes::stage).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @POST
  @Path("{action: start|stop|restart|suspend|resume|release|rebuild|undelete}")
  @Described(
      does = "Wishes something for the VM, which the provisioner makes come true.",
      answers = "Tenant",
      status = 202)
  public Response act(@PathParam("slug") String slug, @PathParam("action") String action) {
    return wish(slug, Lifecycle.Action.valueOf(action.toUpperCase(Locale.ROOT)));
  }

  @DELETE
  @Described(
      does = "Deletes a tenant: off at once, gone with its data when the time of grace is over.",
      answers = "Tenant",
      status = 202)
  public Response delete(@PathParam("slug") String slug) {
    return wish(slug, Lifecycle.Action.DELETE);
  }

  @PUT
  @Path("plan")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      does = "Gives a tenant another plan. A VM of another size is restarted.",
      takes = "PlanChoice",
      answers = "Tenant",
      status = 202)
  public Response choosePlan(@PathParam("slug") String slug, String text) {
    api.requirePlatformAdmin();
    api.select(slug);
    String plan = Body.of(text, CHOICE).text("plan");
    plans.choose(tenants.find(slug).orElseThrow(), TenantsResource.plan(plan), api.actor());
    return accepted(slug);
  }

  @PUT
  @Path("template")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      does = "Moves a tenant to a template version. Its VM is started with it.",
      takes = "TemplateChoice",
      answers = "Tenant",
      status = 202)
  public Response moveToTemplate(@PathParam("slug") String slug, String text) {
    api.requirePlatformAdmin();
    api.select(slug);
    TemplateId to;
    try {
      to = new TemplateId(Body.of(text, WANTED).text("template"));
    } catch (InvalidValue none) {
      throw new InvalidForm("template", none);
    }
    templates.move(tenants.find(slug).orElseThrow(), to, api.actor());
    return accepted(slug);
  }

  @GET
  @Listed
  @Path("template-moves")
  @Described(
      does = "Lists moves from one template version to another, the newest first.",
      answers = "TemplateMove",
      list = true)
  public Response templateMoves(@PathParam("slug") String slug) {
    api.requirePlatformAdmin();
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder list = Json.createArrayBuilder();
    templates.history(tenantId).stream().map(TemplateShapes::move).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  private Response wish(String slug, Lifecycle.Action action) {
    api.requirePlatformAdmin();
    api.select(slug);
    lifecycle.wish(tenants.find(slug).orElseThrow(), action, api.actor());
    return accepted(slug);
  }

  private Response accepted(String slug) {
    return Response.accepted(Shapes.tenant(tenants.overview(slug).orElseThrow()).toString())
        .build();
  }

  @POST
  @Path("first-password")
  @Described(
      does = "Hands out the administrator's first password, once; afterwards there is none.",
      answers = "FirstPassword")
  public Response firstPassword(@PathParam("slug") String slug) {
    api.requirePlatformAdmin();
    TenantId tenantId = api.select(slug);
    return tenants
        .takeFirstPassword(tenantId, api.actor())
        .map(password -> ApiTenant.ok(PASSWORD.write(password)))
        .orElseThrow(Problems::notFound);
  }
}
