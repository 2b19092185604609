package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.FLAG;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
@Described(does = "What may be called.")
@Path("/tenants/{slug}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OutboundResource {
  private static final Fields CHANGE =
      Fields.texts(
          "CallingPolicyFields",
          "What may be called; what is left out becomes its default.",
          HandlingKind.CALLING_POLICY.fields());

  /** A policy, and whether the tenant said it. */
  private record Policy(boolean own, Map<String, String> fields) {}

  private static final Shape<Policy> POLICY =
      Shape.texts("CallingPolicyTexts", "", HandlingKind.CALLING_POLICY.fields())
          .<Policy>in("CallingPolicy", "What may be called, every field as text.", Policy::fields)
          .with("own", FLAG.about("Whether the tenant ever said it."), Policy::own);

  private static final Shape<Passed> PASSED =
      Shape.<Passed>of("PassedRoute", "A route that a call does not take.")
          .with("route", TEXT, passed -> passed.route().name().value())
          .with("why", TEXT, passed -> passed.why().name().toLowerCase(Locale.ROOT));

  private static final Shape<Answer> REHEARSAL =
      Shape.<Answer>of("Rehearsal", "What would become of a call.")
          .with(
              "result",
              Kind.oneOf("inside", "emergency", "refused", "outside", "no-route", "nobody"),
              OutboundResource::result)
          .perhaps("name", TEXT, OutboundResource::inside)
          .perhaps("number", TEXT, answer -> number(answer).map(number -> "+" + number.digits()))
          .perhaps("country", TEXT, answer -> number(answer).map(number -> number.range().region()))
          .perhaps(
              "class",
              TEXT,
              answer -> number(answer).map(number -> number.range().numberClass().text()))
          .perhaps("reason", TEXT, OutboundResource::reason)
          .perhaps("route", TEXT, answer -> outside(answer).flatMap(OutboundResource::route))
          .perhaps("trunks", Kind.list(TEXT), OutboundResource::trunks)
          .perhaps(
              "passed", Kind.list(PASSED), answer -> outside(answer).map(Answer.Outside::passed));

  @Inject ApiTenant api;
  @Inject Outbound outbound;

  @GET
  @Path("calling-policy")
  @Described(does = "Tells what may be called.", answers = "CallingPolicy")
  public Response policy(@PathParam("slug") String slug) {
    return shown(api.select(slug));
  }

  @PUT
  @Path("calling-policy")
  @Described(
      does = "Replaces the whole policy: what the body leaves out becomes its default.",
      takes = "CallingPolicyFields",
      answers = "CallingPolicy")
  public Response change(@PathParam("slug") String slug, String text) {
    TenantId tenantId = api.select(slug);
    Set<String> known = HandlingKind.CALLING_POLICY.fields();
    Body body = Body.of(text, CHANGE);
    Map<String, String> fields = new HashMap<>();
    known.forEach(field -> fields.put(field, body.plain(field)));
    outbound.savePolicy(tenantId, fields, api.actor());
    return shown(tenantId);
  }

  private Response shown(TenantId tenantId) {
    return ApiTenant.ok(
        POLICY.write(new Policy(outbound.isOwn(tenantId), outbound.policy(tenantId).fields())));
  }

  @GET
  @Path("call-rehearsal")
  @Described(does = "Tells what would become of a call.", answers = "Rehearsal")
  public Response rehearse(
      @PathParam("slug") String slug,
      @QueryParam("caller") @DefaultValue("") String caller,
      @QueryParam("dialled") @DefaultValue("") String dialled,
      @QueryParam("at") @DefaultValue("") String at) {
    return ApiTenant.ok(
        REHEARSAL.write(outbound.rehearse(api.select(slug), caller, dialled, moment(at))));
  }

  private static Optional<Instant> moment(String at) {
    try {
      return at.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at));
    } catch (DateTimeException malformed) {
      throw new InvalidForm(Map.of("at", "Please write a time such as 2026-11-30T11:00:00Z."));
    }
  }

  private static String result(Answer answer) {
    if (answer instanceof Answer.Inside) {
      return "inside";
    }
    if (answer instanceof Answer.Emergency) {
      return "emergency";
    }
    if (answer instanceof Answer.Refused) {
      return "refused";
    }
    return outside(answer)
        .map(to -> to.trunks().isEmpty() ? "no-route" : "outside")
        .orElse("nobody");
  }

  private static Optional<String> inside(Answer answer) {
    return answer instanceof Answer.Inside inside ? Optional.of(inside.name()) : Optional.empty();
  }

  /** An international number, without its plus. */
  private record Dialled(String digits, NumberRange range) {}

  private static Optional<Dialled> number(Answer answer) {
    return answer instanceof Answer.Refused refused
        ? Optional.of(new Dialled(refused.digits(), refused.range()))
        : outside(answer).map(to -> new Dialled(to.digits(), to.range()));
  }

  private static Optional<String> reason(Answer answer) {
    return answer instanceof Answer.Refused refused
        ? Optional.of(refused.why().text())
        : Optional.empty();
  }

  private static Optional<Answer.Outside> outside(Answer answer) {
    return answer instanceof Answer.Outside outside ? Optional.of(outside) : Optional.empty();
  }

  private static Optional<String> route(Answer.Outside outside) {
    return outside.route().map(route -> route.name().value());
  }

  private static Optional<List<String>> trunks(Answer answer) {
    return answer instanceof Answer.Emergency emergency
        ? Optional.of(names(emergency.trunks()))
        : outside(answer).map(to -> names(to.trunks()));
  }

  private static List<String> names(List<Trunk> trunks) {
    return trunks.stream().map(trunk -> trunk.name().value()).toList();
  }
}
