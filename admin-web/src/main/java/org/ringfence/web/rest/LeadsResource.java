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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.TreeMap;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.lead.LeadFilter;
import org.ringfence.web.lead.Leads;

/** {@code /api/v1/tenants/<slug>/leads}: who asked to be called, newest first, page by page. */
@RequestScoped
@Path("/tenants/{slug}/leads")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LeadsResource {
  private static final int ROWS = 100;
  private static final Set<String> FIELDS = Set.of("notes");

  @Inject ApiTenant api;
  @Inject Leads leads;
  @Context UriInfo uri;

  @GET
  public Response list(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    var parameters = uri.getQueryParameters();
    Leads.Page page = leads.list(tenantId, LeadFilter.of(parameters::getFirst).query(ROWS));
    JsonArrayBuilder list = Json.createArrayBuilder();
    page.leads().forEach(lead -> list.add(shape(lead)));
    JsonObjectBuilder json = Json.createObjectBuilder().add("leads", list);
    page.next().ifPresent(cursor -> json.add("next", cursor.toString()));
    return ApiTenant.ok(json.build());
  }

  /** With the calls made for it and what happened. */
  @GET
  @Path("{id}")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return shown(api.select(slug), parse(id));
  }

  /** Changes the notes, the only thing about a lead that its tenant says. */
  @PUT
  @Path("{id}")
  public Response note(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    CallbackId lead = parse(id);
    if (!leads.note(tenantId, lead, Body.of(text, FIELDS).text("notes"), api.actor())) {
      throw Problems.notFound();
    }
    return shown(tenantId, lead);
  }

  private Response shown(TenantId tenantId, CallbackId id) {
    Leads.Told told = leads.find(tenantId, id).orElseThrow(Problems::notFound);
    JsonArrayBuilder records = Json.createArrayBuilder();
    told.calls().forEach(call -> records.add(call.toString()));
    JsonObjectBuilder json = Json.createObjectBuilder(shape(told.lead()));
    CallbackShapes.history(told.lead().request(), told.attempts())
        .forEach(
            (member, value) -> {
              if (member.equals("calls") || member.equals("history")) {
                json.add(member, value);
              }
            });
    return ApiTenant.ok(json.add("callRecords", records).build());
  }

  static JsonObject shape(Lead lead) {
    LeadDetails details = lead.details();
    JsonObjectBuilder campaign = Json.createObjectBuilder();
    new TreeMap<>(details.campaign()).forEach(campaign::add);
    JsonObjectBuilder json =
        Json.createObjectBuilder(Shapes.callback(lead.request()))
            .add("name", details.name())
            .add("department", details.department())
            .add("referrer", details.referrer())
            .add("utm", campaign)
            .add("notes", lead.notes());
    details
        .consent()
        .ifPresent(
            consent ->
                json.add(
                    "consent",
                    Json.createObjectBuilder()
                        .add("text", consent.text())
                        .add("link", consent.link())
                        .add("version", consent.version())
                        .add("at", consent.at().toString())));
    return json.build();
  }

  private static CallbackId parse(String id) {
    try {
      return CallbackId.parse(id);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
