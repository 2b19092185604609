package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.web.pool.PoolForm;
import org.ringfence.web.pool.Pools;

/** {@code /api/v1/pool}: machines that wait for tenants, for platform admins. */
@RequestScoped
@Described(does = "Machines that wait for tenants, for platform admins.")
@Path("/pool")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PoolResource {
  private static final Shape<PooledMachine> MACHINE =
      Shape.<PooledMachine>of("PooledMachine", "A machine that is no tenant's yet.")
          .with("name", TEXT, PooledMachine::name)
          .with("host", TEXT, PooledMachine::host)
          .with("stage", Kind.word(PooledStage.class), PooledMachine::stage)
          .with("reason", TEXT, PooledMachine::reason)
          .with("since", MOMENT, PooledMachine::stageSince)
          .with("template", TEXT, machine -> machine.template().value());

  private static final Shape<Pools.Overview> POOL =
      Shape.<Pools.Overview>of("Pool", "Machines that wait for tenants.")
          .with(
              "size",
              INTEGER.about("How many are to wait on each host."),
              of -> of.size().machines())
          .with("waiting", LONG.about("How many a tenant could have now."), Pools.Overview::waiting)
          .perhaps("plan", ID.about("Whose size they have."), of -> of.size().plan())
          .with("machines", Kind.list(MACHINE), Pools.Overview::machines);

  private static final Fields SIZE =
      Fields.of("PoolSize", "What is to wait on each host.")
          .must("size", INTEGER.about("0 to " + PoolSize.MOST + "."))
          .may("plan", TEXT.about("The id of a plan; left out for none."));

  @Inject ApiTenant api;
  @Inject Pools pools;

  @GET
  @Described(does = "Tells which machines wait for tenants.", answers = "Pool")
  public Response get() {
    api.requirePlatformAdmin();
    return ApiTenant.ok(pool());
  }

  /** Without a plan: machines of the size that tenants without a plan have. */
  @PUT
  @Described(
      does = "Changes how many machines wait, and whose size they have.",
      takes = "PoolSize",
      answers = "Pool")
  public Response resize(String text) {
    api.requirePlatformAdmin();
    Body body = Body.of(text, SIZE);
    PoolForm form = new PoolForm();
    form.setSize(body.text("size"));
    form.setPlan(body.text("plan"));
    pools.resize(form, api.actor());
    return ApiTenant.ok(pool());
  }

  private JsonObject pool() {
    return POOL.write(pools.overview());
  }
}
