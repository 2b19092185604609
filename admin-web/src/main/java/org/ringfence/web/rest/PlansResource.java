package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.TEXT;

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
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.web.plan.PlanForm;
import org.ringfence.web.plan.Plans;

/** {@code /api/v1/plans}, for platform admins. */
@RequestScoped
@Described(does = "What VMs may use, for platform admins.")
@Path("/plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PlansResource {
  private static final Fields PLAN =
      Fields.of("PlanFields", "A plan as it is to be.")
          .must("name", TEXT)
          .may("vcpus", INTEGER.about("1 when left out."))
          .may("memoryMib", INTEGER.about("256 when left out."))
          .may("dataMib", INTEGER.about("1024 when left out."))
          .must("calls", INTEGER)
          .must("extensions", INTEGER);

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Plans plans;

  @GET
  @Listed
  @Described(does = "Lists plans by name.", answers = "Plan", list = true)
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    plans.list().stream().map(Shapes::plan).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one plan.", answers = "Plan")
  public Response get(@PathParam("id") String id) {
    return ApiTenant.ok(Shapes.plan(find(id)));
  }

  @POST
  @Described(does = "Adds a plan.", takes = "PlanFields", answers = "Plan", status = 201)
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
  @Described(
      does = "Changes a plan for all tenants that have it.",
      takes = "PlanFields",
      answers = "Plan")
  public Response change(@PathParam("id") String id, String text) {
    Optional<PlanId> known = Optional.of(find(id).id());
    return ApiTenant.ok(Shapes.plan(plans.save(known, form(text), api.actor())));
  }

  @DELETE
  @Path("{id}")
  @Described(does = "Deletes a plan that no tenant has.", status = 204)
  public Response delete(@PathParam("id") String id) {
    plans.delete(find(id).id(), api.actor());
    return Response.noContent().build();
  }

  private static PlanForm form(String text) {
    Body body = Body.of(text, PLAN);
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
