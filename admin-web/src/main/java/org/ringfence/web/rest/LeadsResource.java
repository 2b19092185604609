package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.util.Map;
import java.util.Set;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.lead.LeadFilter;
import org.ringfence.web.lead.Leads;

/** {@code /api/v1/tenants/<slug>/leads}: who asked to be called, newest first, page by page. */
@RequestScoped
@Described(does = "Who asked to be called.")
@Path("/tenants/{slug}/leads")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LeadsResource {
  private static final int ROWS = 100;
  private static final Fields NOTES =
      Fields.of("LeadNotes", "The only thing about a lead that its tenant says.")
          .may("notes", TEXT);

  private static final Shape<Map<String, String>> CAMPAIGN =
      Shape.texts(
          "LeadCampaign",
          "Where the visitor came from.",
          Set.of("source", "medium", "campaign", "term", "content"));

  private static final Shape<LeadDetails.Consent> CONSENT =
      Shape.<LeadDetails.Consent>of("LeadConsent", "What the visitor agreed to.")
          .with("text", TEXT, LeadDetails.Consent::text)
          .with("link", TEXT, LeadDetails.Consent::link)
          .with("version", TEXT, LeadDetails.Consent::version)
          .with("at", MOMENT, LeadDetails.Consent::at);

  static final Shape<Lead> LEAD =
      Shapes.CALLBACK
          .<Lead>in("Lead", "A callback with what its visitor said.", Lead::request)
          .with("name", TEXT, lead -> lead.details().name())
          .with("department", TEXT, lead -> lead.details().department())
          .with("referrer", TEXT, lead -> lead.details().referrer())
          .with("utm", CAMPAIGN, lead -> lead.details().campaign())
          .with("notes", TEXT, Lead::notes)
          .perhaps("consent", CONSENT, lead -> lead.details().consent());

  private static final Shape<Leads.Page> PAGE =
      Shape.<Leads.Page>of("LeadPage", "Leads, the newest first.")
          .with("leads", Kind.list(LEAD), Leads.Page::leads)
          .perhaps("next", TEXT.about("What the next page takes as after."), Leads.Page::next);

  private static final Shape<Leads.Told> TOLD =
      LEAD.<Leads.Told>in(
              "LeadHistory",
              "A lead with the calls made for it and what happened.",
              Leads.Told::lead)
          .with("calls", Kind.list(Shapes.CALL), told -> history(told).calls())
          .with("history", Kind.list(CallbackShapes.HAPPENING), told -> history(told).happenings())
          .with("callRecords", Kind.list(ID), Leads.Told::calls);

  @Inject ApiTenant api;
  @Inject Leads leads;
  @Context UriInfo uri;

  @GET
  @Described(
      does = "Lists leads, the newest first, a page at a time.",
      answers = "LeadPage",
      asks = {"q", "from", "to", "state", "widget", "after"})
  public Response list(@PathParam("slug") String slug) {
    TenantId tenantId = api.select(slug);
    var parameters = uri.getQueryParameters();
    Leads.Page page = leads.list(tenantId, LeadFilter.of(parameters::getFirst).query(ROWS));
    return ApiTenant.ok(PAGE.write(page));
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one lead, with the calls made for it.", answers = "LeadHistory")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    return shown(api.select(slug), parse(id));
  }

  @PUT
  @Path("{id}")
  @Described(does = "Changes the notes of a lead.", takes = "LeadNotes", answers = "LeadHistory")
  public Response note(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    CallbackId lead = parse(id);
    if (!leads.note(tenantId, lead, Body.of(text, NOTES).text("notes"), api.actor())) {
      throw Problems.notFound();
    }
    return shown(tenantId, lead);
  }

  private Response shown(TenantId tenantId, CallbackId id) {
    return ApiTenant.ok(TOLD.write(leads.find(tenantId, id).orElseThrow(Problems::notFound)));
  }

  private static CallbackShapes.Told history(Leads.Told told) {
    return new CallbackShapes.Told(told.lead().request(), told.attempts());
  }

  private static CallbackId parse(String id) {
    try {
      return CallbackId.parse(id);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
