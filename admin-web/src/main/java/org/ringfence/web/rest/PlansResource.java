package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.web.plan.PlanForm;
import org.ringfence.web.plan.Plans;

/** {@code /api/v1/plans}, for platform admins. */
@RequestScoped
@Path("/plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PlansResource {
  private static final Set<String> FIELDS =
      Set.of("name", "vcpus", "memoryMib", "dataMib", "calls", "extensions");

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Plans plans;

  @GET
  @Listed
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    plans.list().stream().map(Shapes::plan).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("id") String id) {
    return ApiTenant.ok(Shapes.plan(find(id)));
  }

  @POST
  public Response add(@Nullable @HeaderParam(Once.HEADER) String key, String text) {
    api.requirePlatformAdmin();
    return once.create(
        key,
        text,
        () -> {
          Plan saved = plans.save(Optional.empty(), form(text), api.actor());
          return ApiTenant.created("/plans/" + saved.id(), Shapes.plan(saved));
        });
  }

  @PUT
  @Path("{id}")
  public Response change(@PathParam("id") String id, String text) {
    Optional<PlanId> known = Optional.of(find(id).id());
    return ApiTenant.ok(Shapes.plan(plans.save(known, form(text), api.actor())));
  }

  @DELETE
  @Path("{id}")
  public Response delete(@PathParam("id") String id) {
    plans.delete(find(id).id(), api.actor());
    return Response.noContent().build();
  }

  private static PlanForm form(String text) {
    Body body = Body.of(text, FIELDS);
    PlanForm form = new PlanForm();
    form.setName(body.text("name"));
    form.setVcpus(body.text("vcpus", form.getVcpus()));
    form.setMemoryMib(body.text("memoryMib", form.getMemoryMib()));
    form.setDataMib(body.text("dataMib", form.getDataMib()));
    form.setCalls(body.text("calls"));
    form.setExtensions(body.text("extensions"));
    return form;
  }

  private Plan find(String id) {
    api.requirePlatformAdmin();
    try {
      return plans.find(PlanId.parse(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
