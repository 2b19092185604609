package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.config.Routing.Answer;
import org.ringfence.config.Routing.Passed;
import org.ringfence.domain.number.NumberRanges.NumberRange;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.outbound.Outbound;

/**
 * {@code /api/v1/tenants/<slug>/calling-policy}: what may be called; {@code /call-rehearsal}: what
 * would become of a call. Outbound routes are call handling of the kind {@code outbound-route}.
 */
@RequestScoped
@Path("/tenants/{slug}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OutboundResource {
  @Inject ApiTenant api;
  @Inject Outbound outbound;

  @GET
  @Path("calling-policy")
  public Response policy(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  /** Replaces the whole policy: what the body leaves out becomes its default. */
  @PUT
  @Path("calling-policy")
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Set<String> known = HandlingKind.CALLING_POLICY.fields();
    Body body = Body.of(text, known);
    Map<String, String> fields = new HashMap<>();
    known.forEach(field -> fields.put(field, body.plain(field)));
    outbound.savePolicy(tenantId, fields, api.actor());
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("own", outbound.isOwn(tenantId));
    outbound.policy(tenantId).fields().forEach(json::add);
    return ApiTenant.ok(json.build());
  }

  @GET
  @Path("call-rehearsal")
  public Response rehearse(
      @PathParam("slug") String slug,
      @QueryParam("caller") @DefaultValue("") String caller,
      @QueryParam("dialled") @DefaultValue("") String dialled,
      @QueryParam("at") @DefaultValue("") String at) {
    return ApiTenant.ok(
        shape(outbound.rehearse(api.select(slug), caller, dialled, moment(at))).build());
  }

  private static Optional<Instant> moment(String at) {
    try {
      return at.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at));
    } catch (DateTimeException malformed) {
      throw new InvalidForm(Map.of("at", "Please write a time such as 2026-11-30T11:00:00Z."));
    }
  }

  private static JsonObjectBuilder shape(Answer answer) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (answer instanceof Answer.Inside inside) {
      return json.add("result", "inside").add("name", inside.name());
    }
    if (answer instanceof Answer.Emergency emergency) {
      return trunks(json.add("result", "emergency"), emergency.trunks());
    }
    if (answer instanceof Answer.Refused refused) {
      return number(json.add("result", "refused"), refused.digits(), refused.range())
          .add("reason", refused.why().text());
    }
    if (answer instanceof Answer.Outside outside) {
      number(
          json.add("result", outside.trunks().isEmpty() ? "no-route" : "outside"),
          outside.digits(),
          outside.range());
      outside.route().ifPresent(route -> json.add("route", route.name().value()));
      JsonArrayBuilder passed = Json.createArrayBuilder();
      for (Passed each : outside.passed()) {
        passed.add(
            Json.createObjectBuilder()
                .add("route", each.route().name().value())
                .add("why", each.why().name().toLowerCase(Locale.ROOT)));
      }
      return trunks(json, outside.trunks()).add("passed", passed);
    }
    return json.add("result", "nobody");
  }

  private static JsonObjectBuilder number(
      JsonObjectBuilder json, String digits, NumberRange range) {
    return json.add("number", "+" + digits)
        .add("country", range.region())
        .add("class", range.numberClass().text());
  }

  private static JsonObjectBuilder trunks(JsonObjectBuilder json, List<Trunk> trunks) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    trunks.forEach(trunk -> list.add(trunk.name().value()));
    return json.add("trunks", list);
  }
}
