package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
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
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.trunk.TrunkForm;
import org.ringfence.web.trunk.Trunks;

/** {@code /api/v1/tenants/<slug>/trunks}. */
@RequestScoped
@Described(does = "Connections to providers.")
@Path("/tenants/{slug}/trunks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TrunksResource {
  private static final Kind<Object> HOST = TEXT.like("sip.example.com");

  private static final Fields NEW =
      settings(Fields.of("NewTrunk", "A trunk to be added.").must("name", TEXT).must("host", HOST));

  private static final Fields CHANGE =
      settings(
          Fields.of(
                  "TrunkChange",
                  "What is to be different; what is left out stays, the password too.")
              .may("name", TEXT)
              .may("host", HOST));

  private static Fields settings(Fields named) {
    return named
        .may("access", Kind.oneOf(TrunkForm.REGISTRATION, TrunkForm.IP))
        .may("port", TEXT.about("1 to 65535; empty for what DNS says, or 5060."))
        .may("username", TEXT)
        .may("password", TEXT)
        .may("sources", Kind.list(TEXT.like("192.0.2.0/24")))
        .may("transport", Kind.word(Transport.class))
        .may("numberFormat", Kind.word(NumberFormat.class))
        .may("callerId", TEXT)
        .may("incomingTo", TEXT.about("A number inside; empty to refuse."))
        .may("enabled", FLAG)
        .may("settings", Shapes.TRUNK_SETTINGS);
  }

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Trunks trunks;

  @GET
  @Listed
  @Described(does = "Lists trunks.", answers = "Trunk", list = true)
  public Response list(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder list = Json.createArrayBuilder();
    trunks.list(tenantId).stream().map(Shapes::trunk).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one trunk.", answers = "Trunk")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return ApiTenant.ok(Shapes.trunk(find(api.select(slug), id)));
  }

  @POST
  @Described(does = "Adds a trunk.", takes = "NewTrunk", answers = "Trunk", status = 201)
  public Response add(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    return once.create(
        key,
        text,
        () -> {
          Trunks.Saved saved =
              trunks.save(
                  tenantId,
                  Optional.empty(),
                  fill(new TrunkForm(), Body.of(text, NEW)),
                  api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/trunks/" + saved.trunk().id(),
              Shapes.trunk(trunks.find(tenantId, saved.trunk().id()).orElseThrow()));
        });
  }

  @PUT
  @Path("{id}")
  @Described(
      does = "Changes a trunk. What the body leaves out stays, the password too.",
      takes = "TrunkChange",
      answers = "Trunk",
      matches = true)
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    Trunks.Overview stored = find(tenantId, id);
    api.requireMatch(Shapes.trunk(stored));
    trunks.save(
        tenantId,
        Optional.of(stored.trunk().id()),
        fill(TrunkForm.of(stored.trunk()), Body.of(text, CHANGE)),
        api.actor());
    return ApiTenant.ok(Shapes.trunk(find(tenantId, id)));
  }

  @DELETE
  @Path("{id}")
  @Described(does = "Deletes a trunk that nothing uses.", status = 204, matches = true)
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Trunks.Overview stored = find(tenantId, id);
    api.requireMatch(Shapes.trunk(stored));
    trunks.delete(tenantId, stored.trunk().id(), api.actor());
    return Response.noContent().build();
  }

  private Trunks.Overview find(TenantId tenantId, String id) {
    try {
      return trunks.find(tenantId, TrunkId.parse(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }

  private static TrunkForm fill(TrunkForm form, Body body) {
    form.setName(body.text("name", form.getName()));
    form.setAccess(body.text("access", form.getAccess()));
    form.setHost(body.text("host", form.getHost()));
    form.setPort(body.text("port", form.getPort()));
    form.setUsername(body.text("username", form.getUsername()));
    form.setPassword(body.text("password", form.getPassword()));
    form.setSources(body.text("sources", form.getSources()));
    form.setTransport(body.text("transport", form.getTransport()));
    form.setNumberFormat(body.text("numberFormat", form.getNumberFormat()));
    form.setCallerId(body.text("callerId", form.getCallerId()));
    form.setIncomingTo(body.text("incomingTo", form.getIncomingTo()));
    form.setEnabled(body.flag("enabled", form.isEnabled()));
    body.texts("settings", TrunkSettings.names()).forEach(form::set);
    return form;
  }
}
