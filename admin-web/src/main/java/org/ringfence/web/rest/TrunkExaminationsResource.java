package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.doctor.Finding;
import org.ringfence.domain.doctor.SettingChange;
import org.ringfence.domain.doctor.SipText;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.trunk.FindingTexts;
import org.ringfence.web.trunk.TrunkDoctor;
import org.ringfence.web.trunk.Trunks;

/** {@code /api/v1/tenants/<slug>/trunks/<id>/examinations}: the trunk doctor. */
@RequestScoped
@Described(does = "The trunk doctor.")
@Path("/tenants/{slug}/trunks/{id}/examinations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TrunkExaminationsResource {
  private static final Fields NEW =
      Fields.of("NewExamination", "A trunk to be examined.")
          .may("number", TEXT.about("Who is called for a test; no call when left out."));

  /** What was found, in words. */
  private record Told(Finding finding, FindingTexts texts) {
    static Told of(Finding finding) {
      return new Told(
          finding,
          FindingTexts.of(
              finding, ResourceBundle.getBundle("org.ringfence.web.messages", Locale.ENGLISH)));
    }
  }

  private static final Shape<Told> FINDING =
      Shape.<Told>of("Finding", "What an examination found out.")
          .with("code", TEXT.like("password-wrong"), told -> told.finding().code().text())
          .with("severity", Kind.word(Finding.Severity.class), told -> told.finding().severity())
          .with("seen", TEXT, told -> told.texts().seen())
          .with("means", TEXT, told -> told.texts().means())
          .with("do", TEXT, told -> told.texts().remedy())
          .with(
              "change",
              Kind.map(TEXT).about("Fields of the trunk with what they should be."),
              told -> told.finding().change().map(SettingChange::values).orElse(Map.of()));

  private static final Shape<SipText> MESSAGE =
      Shape.<SipText>of("SipMessage", "A message between the PBX and the provider, secrets masked.")
          .with("at", MOMENT, message -> Instant.ofEpochSecond(message.time()))
          .with(
              "direction",
              Kind.oneOf("sent", "received"),
              message -> message.outgoing() ? "sent" : "received")
          .with("address", TEXT, SipText::address)
          .with("firstLine", TEXT, SipText::firstLine)
          .with("text", TEXT, SipText::text);

  private static final Shape<TrunkDoctor.Result> EXAMINATION =
      Shape.<TrunkDoctor.Result>of("Examination", "An examination of a trunk by its PBX.")
          .with("id", ID, of -> of.examination().id())
          .with("state", Kind.word(Examination.State.class), TrunkDoctor.Result::state)
          .with(
              "number",
              TEXT.about("Who is called; empty for nobody."),
              of -> of.examination().number().map(E164::value).orElse(""))
          .with("requestedBy", TEXT, of -> of.examination().requestedBy())
          .with("requestedAt", MOMENT, of -> of.examination().requestedAt())
          .with("changedAt", MOMENT, of -> of.examination().changedAt())
          .with(
              "findings", Kind.list(FINDING), of -> of.findings().stream().map(Told::of).toList());

  private static final Shape<TrunkDoctor.Result> WHOLE =
      EXAMINATION
          .<TrunkDoctor.Result>in(
              "WholeExamination", "An examination with the messages it saw.", of -> of)
          .with("messages", Kind.list(MESSAGE), of -> of.evidence().messages());

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Trunks trunks;
  @Inject TrunkDoctor doctor;

  @GET
  @Listed
  @Described(
      does = "Lists the newest ten examinations, without their messages.",
      answers = "Examination",
      list = true)
  public Response list(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    return ApiTenant.ok(EXAMINATION.list(doctor.list(tenantId, trunk(tenantId, id))));
  }

  @POST
  @Described(
      does = "Asks the PBX to examine a trunk, which takes a minute.",
      takes = "NewExamination",
      answers = "WholeExamination",
      status = 201)
  public Response request(
      @PathParam("slug") String slug,
      @PathParam("id") String id,
      @Nullable @HeaderParam(Once.HEADER) String key,
      String text) {
    TenantId tenantId = api.select(slug);
    String number = Body.of(text, NEW).text("number");
    Trunk trunk = trunk(tenantId, id);
    return once.create(
        key,
        text,
        () -> {
          TrunkDoctor.Result asked = doctor.request(tenantId, trunk, number, api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/trunks/" + id + "/examinations/" + asked.examination().id(),
              WHOLE.write(asked));
        });
  }

  @GET
  @Path("{examination}")
  @Described(
      does = "Tells of one examination, with the messages it saw.",
      answers = "WholeExamination")
  public Response get(
      @PathParam("slug") String slug,
      @PathParam("id") String id,
      @PathParam("examination") String examination) {
    TenantId tenantId = api.select(slug);
    return ApiTenant.ok(WHOLE.write(find(tenantId, trunk(tenantId, id), examination)));
  }

  @POST
  @Path("{examination}/changes/{code}")
  @Described(does = "Makes the change that a finding proposes.", answers = "Trunk")
  public Response change(
      @PathParam("slug") String slug,
      @PathParam("id") String id,
      @PathParam("examination") String examination,
      @PathParam("code") String code) {
    TenantId tenantId = api.select(slug);
    Trunk trunk = trunk(tenantId, id);
    TrunkDoctor.Result result = find(tenantId, trunk, examination);
    return doctor
        .apply(tenantId, trunk, result, code, api.actor())
        .flatMap(saved -> trunks.find(tenantId, saved.trunk().id()))
        .map(changed -> ApiTenant.ok(Shapes.trunk(changed)))
        .orElseThrow(Problems::notFound);
  }

  private Trunk trunk(TenantId tenantId, String id) {
    try {
      return trunks
          .find(tenantId, TrunkId.parse(id))
          .map(Trunks.Overview::trunk)
          .orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }

  private TrunkDoctor.Result find(TenantId tenantId, Trunk trunk, String id) {
    try {
      return doctor
          .find(tenantId, trunk.id(), ExaminationId.parse(id))
          .orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
