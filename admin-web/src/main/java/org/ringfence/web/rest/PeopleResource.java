package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.util.List;
import org.ringfence.domain.E164;
import org.ringfence.domain.callback.PrivacyRepository.Person;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.privacy.Privacy;

/** {@code /api/v1/tenants/<slug>/privacy}: retention, one person's data, who is never called. */
@RequestScoped
@Described(does = "How long people are kept, and who is never called.")
@Path("/tenants/{slug}/privacy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PeopleResource {
  private static final Fields RETENTION =
      Fields.of("Retention", "How long leads keep their person.")
          .must("days", INTEGER.about("0 for ever."));

  private static final Fields OPT_OUT =
      Fields.of("OptOut", "Who is never to be called back.")
          .must("number", TEXT.like("+442079460100"));

  /** What holds for everybody. */
  private record Settings(long days, List<E164> optOuts) {}

  /** What is known under a number. */
  private record Known(E164 number, Person person) {}

  private static final Shape<Settings> SETTINGS =
      Shape.<Settings>of("PrivacySettings", "How long people are kept, and who is never called.")
          .with("days", LONG, Settings::days)
          .with("optOuts", Kind.list(TEXT), settings -> numbers(settings.optOuts()));

  private static final Shape<Known> PERSON =
      Shape.<Known>of("Person", "Everything under a number.")
          .with("number", TEXT, known -> known.number().value())
          .with("optedOut", FLAG, known -> known.person().optedOut())
          .with("leads", Kind.list(LeadsResource.LEAD), known -> known.person().leads())
          .with("callRecords", Kind.list(ID), known -> known.person().calls())
          .with(
              "recordings",
              Kind.list(TEXT),
              known -> known.person().recordings().stream().map(RecordingName::value).toList());

  @Inject ApiTenant api;
  @Inject Privacy privacy;

  @GET
  @Described(
      does = "Tells how long people are kept, and who is never called.",
      answers = "PrivacySettings")
  public Response get(@PathParam("slug") String slug) {
    return settings(api.select(slug));
  }

  @PUT
  @Described(
      does = "Changes how long leads keep their person.",
      takes = "Retention",
      answers = "PrivacySettings")
  public Response retain(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    privacy.retain(tenantId, Body.of(text, RETENTION).text("days"), api.actor());
    return settings(tenantId);
  }

  @GET
  @Path("people/{number}")
  @Described(does = "Tells everything that is known under a number.", answers = "Person")
  public Response person(@PathParam("slug") String slug, @PathParam("number") String number) {
    TenantId tenantId = api.select(slug);
    E164 known = privacy.number(number);
    privacy.exported(tenantId, api.actor());
    return ApiTenant.ok(shape(known, privacy.person(tenantId, known)));
  }

  @DELETE
  @Path("people/{number}")
  @Described(does = "Forgets a person for good.", status = 204)
  public Response erase(@PathParam("slug") String slug, @PathParam("number") String number) {
    TenantId tenantId = api.select(slug);
    privacy.erase(tenantId, privacy.number(number), api.actor());
    return Response.noContent().build();
  }

  @POST
  @Path("opt-outs")
  @Described(
      does = "Never calls a number back again.",
      takes = "OptOut",
      answers = "PrivacySettings")
  public Response optOut(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    privacy.optOut(tenantId, privacy.number(Body.of(text, OPT_OUT).text("number")), api.actor());
    return settings(tenantId);
  }

  @DELETE
  @Path("opt-outs/{number}")
  @Described(does = "Allows calling a number back again.", status = 204)
  public Response allowAgain(@PathParam("slug") String slug, @PathParam("number") String number) {
    TenantId tenantId = api.select(slug);
    if (!privacy.allowAgain(tenantId, privacy.number(number), api.actor())) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private Response settings(TenantId tenantId) {
    return ApiTenant.ok(
        SETTINGS.write(new Settings(privacy.days(tenantId), privacy.optedOut(tenantId))));
  }

  private static List<String> numbers(List<E164> numbers) {
    return numbers.stream().map(E164::value).toList();
  }

  static JsonObject shape(E164 number, Person person) {
    return PERSON.write(new Known(number, person));
  }
}
