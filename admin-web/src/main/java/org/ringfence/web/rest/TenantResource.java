package org.ringfence.web.rest;

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
import java.util.Set;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.plan.Plans;
import org.ringfence.web.template.Templates;
import org.ringfence.web.tenant.Lifecycle;
import org.ringfence.web.tenant.Tenants;

/** {@code /api/v1/tenants/<slug>}: one tenant with its VM. */
@RequestScoped
@Path("/tenants/{slug}")
@Produces(MediaType.APPLICATION_JSON)
public class TenantResource {
  @Inject ApiTenant api;
  @Inject Tenants tenants;
  @Inject Lifecycle lifecycle;
  @Inject Plans plans;
  @Inject Templates templates;

  @GET
  public Response get(@PathParam("slug") String slug) {
    api.select(slug);
    return ApiTenant.ok(Shapes.tenant(tenants.overview(slug).orElseThrow()));
  }

  /** How the VM got where it is, oldest first. */
  @GET
  @Path("stages")
  public Response stages(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder list = Json.createArrayBuilder();
    tenants.history(tenantId).stream().map(Shapes::stage).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  /** A wish for the VM; 202, because the provisioner makes it come true. */
  @POST
  @Path("{action: start|stop|restart|suspend|resume|release|rebuild|undelete}")
  public Response act(@PathParam("slug") String slug, @PathParam("action") String action) {
    return wish(slug, Lifecycle.Action.valueOf(action.toUpperCase(Locale.ROOT)));
  }

  /** Off at once; gone with its data when the time of grace is over. */
  @DELETE
  public Response delete(@PathParam("slug") String slug) {
    return wish(slug, Lifecycle.Action.DELETE);
  }

  /** {@code {"plan":"<id>"}}, empty for none; 202, because a VM of another size is restarted. */
  @PUT
  @Path("plan")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response choosePlan(@PathParam("slug") String slug, String text) {
    api.requirePlatformAdmin();
    api.select(slug);
    String plan = Body.of(text, Set.of("plan")).text("plan");
    plans.choose(tenants.find(slug).orElseThrow(), TenantsResource.plan(plan), api.actor());
    return accepted(slug);
  }

  /** {@code {"template":"<id>"}}; 202, because the machine is started with it. */
  @PUT
  @Path("template")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response moveToTemplate(@PathParam("slug") String slug, String text) {
    api.requirePlatformAdmin();
    api.select(slug);
    TemplateId to;
    try {
      to = new TemplateId(Body.of(text, Set.of("template")).text("template"));
    } catch (InvalidValue none) {
      throw new InvalidForm("template", none);
    }
    templates.move(tenants.find(slug).orElseThrow(), to, api.actor());
    return accepted(slug);
  }

  /** From one template version to another, the newest first. */
  @GET
  @Listed
  @Path("template-moves")
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

  /** Hands out the administrator's first password, once; afterwards 404. */
  @POST
  @Path("first-password")
  public Response firstPassword(@PathParam("slug") String slug) {
    api.requirePlatformAdmin();
    TenantId tenantId = api.select(slug);
    return tenants
        .takeFirstPassword(tenantId, api.actor())
        .map(
            password ->
                ApiTenant.ok(Json.createObjectBuilder().add("password", password.reveal()).build()))
        .orElseThrow(Problems::notFound);
  }
}
