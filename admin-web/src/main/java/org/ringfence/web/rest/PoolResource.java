package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.web.pool.PoolForm;
import org.ringfence.web.pool.Pools;

/** {@code /api/v1/pool}: machines that wait for tenants, for platform admins. */
@RequestScoped
@Path("/pool")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PoolResource {
  private static final Set<String> FIELDS = Set.of("size", "plan");

  @Inject ApiTenant api;
  @Inject Pools pools;

  @GET
  public Response get() {
    api.requirePlatformAdmin();
    return ApiTenant.ok(pool());
  }

  /** Without a plan: machines of the size that tenants without a plan have. */
  @PUT
  public Response resize(String text) {
    api.requirePlatformAdmin();
    Body body = Body.of(text, FIELDS);
    PoolForm form = new PoolForm();
    form.setSize(body.text("size"));
    form.setPlan(body.text("plan"));
    pools.resize(form, api.actor());
    return ApiTenant.ok(pool());
  }

  private JsonObject pool() {
    Pools.Overview overview = pools.overview();
    JsonArrayBuilder machines = Json.createArrayBuilder();
    overview.machines().stream().map(PoolResource::machine).forEach(machines::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("size", overview.size().machines())
            .add("waiting", overview.waiting());
    overview.size().plan().ifPresent(plan -> json.add("plan", plan.toString()));
    return json.add("machines", machines).build();
  }

  private static JsonObject machine(PooledMachine machine) {
    return Json.createObjectBuilder()
        .add("name", machine.name())
        .add("host", machine.host())
        .add("stage", machine.stage().name())
        .add("reason", machine.reason())
        .add("since", machine.stageSince().toString())
        .add("template", machine.template().value())
        .build();
  }
}
