package org.ringfence.web.rest;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.web.template.Templates;

/** {@code /api/v1/templates}: versions of the guest template, for platform admins. */
@RequestScoped
@Described(does = "Versions of the guest template, for platform admins.")
@Path("/templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TemplatesResource {
  private static final Fields MOVES =
      Fields.of("MoveAll", "How all tenants are to move.")
          .may("first", TEXT.about("The short name of who goes first."));

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Templates templates;

  @GET
  @Listed
  @Described(
      does = "Lists versions of the guest template, the one built last first.",
      answers = "Template",
      list = true)
  public Response list() {
    api.requirePlatformAdmin();
    JsonArrayBuilder list = Json.createArrayBuilder();
    templates.overviews().stream().map(TemplateShapes::template).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(
      does = "Tells of one version, with its manifest and who is to run it.",
      answers = "WholeTemplate")
  public Response get(@PathParam("id") String id) {
    KnownTemplate known = find(id);
    return ApiTenant.ok(TemplateShapes.whole(known, templates.tenants(known.id())));
  }

  @GET
  @Listed
  @Path("{id}/moves")
  @Described(
      does = "Lists moves to or from a version: under way, then waiting, then over.",
      answers = "TenantTemplateMove",
      list = true)
  public Response moves(@PathParam("id") String id) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    templates.moves(find(id).id()).stream().map(TemplateShapes::move).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  /**
   * Lets every tenant that runs another version move to this one, one after another; {@code first}
   * is who goes first.
   */
  @POST
  @Path("{id}/moves")
  @Described(
      does = "Lets every tenant that runs another version move to this one, one after another.",
      takes = "MoveAll",
      answers = "WaitingMoves",
      status = 201)
  public Response moveAll(
      @PathParam("id") String id, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TemplateId to = find(id).id();
    String first = Body.of(text, MOVES).text("first");
    return once.create(
        key,
        text,
        () -> {
          int waiting = templates.moveAll(to, first, api.actor());
          return ApiTenant.created(
              "/templates/" + to + "/moves", TemplateShapes.WAITING.write(waiting));
        });
  }

  @DELETE
  @Path("{id}/moves")
  @Described(does = "Calls off the moves that have not begun.", status = 204)
  public Response cancel(@PathParam("id") String id) {
    templates.cancel(find(id).id(), api.actor());
    return Response.noContent().build();
  }

  private KnownTemplate find(String id) {
    api.requirePlatformAdmin();
    try {
      return templates.find(new TemplateId(id)).orElseThrow(Problems::notFound);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
