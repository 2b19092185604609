package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
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
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.doctor.Finding;
import org.ringfence.domain.doctor.SipText;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.trunk.FindingTexts;
import org.ringfence.web.trunk.TrunkDoctor;
import org.ringfence.web.trunk.Trunks;

/** {@code /api/v1/tenants/<slug>/trunks/<id>/examinations}: the trunk doctor. */
@RequestScoped
@Path("/tenants/{slug}/trunks/{id}/examinations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TrunkExaminationsResource {
  private static final Set<String> FIELDS = Set.of("number");

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Trunks trunks;
  @Inject TrunkDoctor doctor;

  /** The newest ten, without their messages. */
  @GET
  @Listed
  public Response list(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    JsonArrayBuilder list = Json.createArrayBuilder();
    doctor.list(tenantId, trunk(tenantId, id)).forEach(each -> list.add(about(each).build()));
    return ApiTenant.ok(list.build());
  }

  /** 201 with state REQUESTED: the PBX examines the trunk within a minute. */
  @POST
  public Response request(
      @PathParam("slug") String slug,
      @PathParam("id") String id,
      @Nullable @HeaderParam(Once.HEADER) String key,
      String text) {
    TenantId tenantId = api.select(slug);
    String number = Body.of(text, FIELDS).text("number");
    Trunk trunk = trunk(tenantId, id);
    return once.create(
        key,
        text,
        () -> {
          TrunkDoctor.Result asked = doctor.request(tenantId, trunk, number, api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/trunks/" + id + "/examinations/" + asked.examination().id(),
              whole(asked));
        });
  }

  @GET
  @Path("{examination}")
  public Response get(
      @PathParam("slug") String slug,
      @PathParam("id") String id,
      @PathParam("examination") String examination) {
    TenantId tenantId = api.select(slug);
    return ApiTenant.ok(whole(find(tenantId, trunk(tenantId, id), examination)));
  }

  /** Makes the change that a finding proposes. */
  @POST
  @Path("{examination}/changes/{code}")
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

  private static JsonObject whole(TrunkDoctor.Result result) {
    JsonArrayBuilder ladder = Json.createArrayBuilder();
    result.evidence().messages().forEach(message -> ladder.add(message(message)));
    return about(result).add("messages", ladder).build();
  }

  private static JsonObjectBuilder about(TrunkDoctor.Result result) {
    JsonArrayBuilder findings = Json.createArrayBuilder();
    result.findings().forEach(finding -> findings.add(finding(finding)));
    return Json.createObjectBuilder()
        .add("id", result.examination().id().toString())
        .add("state", result.state().name())
        .add("number", result.examination().number().map(E164::value).orElse(""))
        .add("requestedBy", result.examination().requestedBy())
        .add("requestedAt", result.examination().requestedAt().toString())
        .add("changedAt", result.examination().changedAt().toString())
        .add("findings", findings);
  }

  private static JsonObjectBuilder finding(Finding finding) {
    FindingTexts texts =
        FindingTexts.of(
            finding, ResourceBundle.getBundle("org.ringfence.web.messages", Locale.ENGLISH));
    JsonObjectBuilder change = Json.createObjectBuilder();
    finding.change().ifPresent(wanted -> wanted.values().forEach(change::add));
    return Json.createObjectBuilder()
        .add("code", finding.code().text())
        .add("severity", finding.severity().name())
        .add("seen", texts.seen())
        .add("means", texts.means())
        .add("do", texts.remedy())
        .add("change", change);
  }

  private static JsonObjectBuilder message(SipText message) {
    return Json.createObjectBuilder()
        .add("at", Instant.ofEpochSecond(message.time()).toString())
        .add("direction", message.outgoing() ? "sent" : "received")
        .add("address", message.address())
        .add("firstLine", message.firstLine())
        .add("text", message.text());
  }
}
