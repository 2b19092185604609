package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
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
import java.util.Set;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.PrivacyRepository.Person;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.privacy.Privacy;

/** {@code /api/v1/tenants/<slug>/privacy}: retention, one person's data, who is never called. */
@RequestScoped
@Path("/tenants/{slug}/privacy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PeopleResource {
  private static final Set<String> FIELDS = Set.of("days", "number");

  @Inject ApiTenant api;
  @Inject Privacy privacy;

  @GET
  public Response get(@PathParam("slug") String slug) {
    return settings(api.select(slug));
  }

  @PUT
  public Response retain(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    privacy.retain(tenantId, Body.of(text, FIELDS).text("days"), api.actor());
    return settings(tenantId);
  }

  /** Everything under one number. */
  @GET
  @Path("people/{number}")
  public Response person(@PathParam("slug") String slug, @PathParam("number") String number) {
    TenantId tenantId = api.select(slug);
    E164 known = privacy.number(number);
    privacy.exported(tenantId, api.actor());
    return ApiTenant.ok(shape(known, privacy.person(tenantId, known)));
  }

  /** Forgets a person for good. */
  @DELETE
  @Path("people/{number}")
  public Response erase(@PathParam("slug") String slug, @PathParam("number") String number) {
    TenantId tenantId = api.select(slug);
    privacy.erase(tenantId, privacy.number(number), api.actor());
    return Response.noContent().build();
  }

  @POST
  @Path("opt-outs")
  public Response optOut(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    privacy.optOut(tenantId, privacy.number(Body.of(text, FIELDS).text("number")), api.actor());
    return settings(tenantId);
  }

  @DELETE
  @Path("opt-outs/{number}")
  public Response allowAgain(@PathParam("slug") String slug, @PathParam("number") String number) {
    TenantId tenantId = api.select(slug);
    if (!privacy.allowAgain(tenantId, privacy.number(number), api.actor())) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private Response settings(TenantId tenantId) {
    JsonArrayBuilder numbers = Json.createArrayBuilder();
    privacy.optedOut(tenantId).forEach(number -> numbers.add(number.value()));
    return ApiTenant.ok(
        Json.createObjectBuilder()
            .add("days", privacy.days(tenantId))
            .add("optOuts", numbers)
            .build());
  }

  static JsonObject shape(E164 number, Person person) {
    JsonArrayBuilder leads = Json.createArrayBuilder();
    person.leads().forEach(lead -> leads.add(LeadsResource.shape(lead)));
    JsonArrayBuilder calls = Json.createArrayBuilder(person.calls());
    JsonArrayBuilder recordings = Json.createArrayBuilder();
    person.recordings().forEach(name -> recordings.add(name.value()));
    return Json.createObjectBuilder()
        .add("number", number.value())
        .add("optedOut", person.optedOut())
        .add("leads", leads)
        .add("callRecords", calls)
        .add("recordings", recordings)
        .build();
  }
}
