package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.handling.Handlings;

/** {@code /api/v1/tenants/<slug>/call-handling/<kind>}. Every field is text. */
@RequestScoped
@Described(does = "Where calls go: numbers, groups, queues, menus and more.")
@Path("/tenants/{slug}/call-handling")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HandlingsResource {
  /** The kinds that have a page of their own; the calling policy is not one of many. */
  static final List<HandlingKind> KINDS =
      Stream.of(HandlingKind.values()).filter(kind -> kind != HandlingKind.CALLING_POLICY).toList();

  static final Fields FIELDS = fields();
  private static final Shape<Handling> HANDLING = shape();

  /** An object with the names of what leads to it. */
  private record Used(Handling handling, List<String> by) {}

  private static final Shape<Used> USED =
      HANDLING
          .<Used>in("UsedHandling", "An object of call handling, and what uses it.", Used::handling)
          .with("usedBy", Kind.list(TEXT), Used::by);

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Handlings handlings;

  @GET
  @Listed
  @Described(does = "Lists all objects of call handling.", answers = "Handling", list = true)
  public Response all(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    handlings.list(api.select(slug)).stream().map(HandlingsResource::shape).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{kind}")
  @Listed
  @Described(does = "Lists objects of one kind.", answers = "Handling", list = true)
  public Response list(@PathParam("slug") String slug, @PathParam("kind") String kind) {
    TenantId tenantId = api.select(slug);
    HandlingKind wanted = kind(kind);
    JsonArrayBuilder list = Json.createArrayBuilder();
    handlings.list(tenantId).stream()
        .filter(each -> each.kind() == wanted)
        .map(HandlingsResource::shape)
        .forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{kind}/{id}")
  @Described(does = "Tells of one object, and what uses it.", answers = "UsedHandling")
  public Response get(
      @PathParam("slug") String slug, @PathParam("kind") String kind, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Handling handling =
        handlings.find(tenantId, kind(kind), id(id)).orElseThrow(Problems::notFound);
    List<String> users =
        handlings.usages(tenantId, handling).stream().map(usage -> usage.label()).toList();
    return ApiTenant.ok(USED.write(new Used(handling, users)));
  }

  @POST
  @Path("{kind}")
  @Described(does = "Adds an object.", takes = "HandlingFields", answers = "Handling", status = 201)
  public Response add(
      @PathParam("slug") String slug,
      @PathParam("kind") String kind,
      @Nullable @HeaderParam(Once.HEADER) String key,
      String text) {
    TenantId tenantId = api.select(slug);
    HandlingKind wanted = kind(kind);
    return once.create(
        key,
        text,
        () -> {
          Handlings.Saved saved =
              handlings.add(tenantId, wanted, fields(wanted, text), api.actor());
          return ApiTenant.created(
              "/tenants/" + slug + "/call-handling/" + kind + "/" + saved.handling().id(),
              shape(saved.handling()));
        });
  }

  @PUT
  @Path("{kind}/{id}")
  @Described(
      does = "Replaces a whole object: what the body leaves out becomes its default.",
      takes = "HandlingFields",
      answers = "Handling",
      matches = true)
  public Response change(
      @PathParam("slug") String slug,
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      String text) {
    TenantId tenantId = api.select(slug);
    HandlingKind wanted = kind(kind);
    requireMatch(tenantId, wanted, id);
    return handlings
        .change(tenantId, wanted, id(id), fields(wanted, text), api.actor())
        .map(saved -> ApiTenant.ok(shape(saved.handling())))
        .orElseThrow(Problems::notFound);
  }

  @DELETE
  @Path("{kind}/{id}")
  @Described(does = "Deletes an object that nothing leads to.", status = 204, matches = true)
  public Response delete(
      @PathParam("slug") String slug, @PathParam("kind") String kind, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    requireMatch(tenantId, kind(kind), id);
    if (handlings.delete(tenantId, kind(kind), id(id), api.actor()).isEmpty()) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private void requireMatch(TenantId tenantId, HandlingKind kind, String id) {
    Optional<Handling> stored = handlings.find(tenantId, kind, id(id));
    if (stored.isPresent()) {
      api.requireMatch(shape(stored.get()));
    }
  }

  private static Map<String, String> fields(HandlingKind kind, String text) {
    Set<String> known = kind.fields();
    Body body = Body.of(text, known);
    Map<String, String> fields = new HashMap<>();
    known.forEach(field -> fields.put(field, body.plain(field)));
    return fields;
  }

  private static JsonObject shape(Handling handling) {
    return HANDLING.write(handling);
  }

  /** The fields of all kinds, with the kinds that have them. */
  private static Map<String, String> about() {
    Map<String, Set<String>> kinds = new TreeMap<>();
    for (HandlingKind kind : KINDS) {
      kind.fields()
          .forEach(
              field -> kinds.computeIfAbsent(field, any -> new LinkedHashSet<>()).add(kind.text()));
    }
    Map<String, String> about = new TreeMap<>();
    kinds.forEach((field, of) -> about.put(field, "Of " + String.join(", ", of) + "."));
    return about;
  }

  private static Fields fields() {
    Fields fields =
        Fields.of(
            "HandlingFields",
            "An object of call handling as it is to be; each kind takes its own of these.");
    for (Map.Entry<String, String> field : about().entrySet()) {
      fields = fields.may(field.getKey(), TEXT.about(field.getValue()));
    }
    return fields;
  }

  private static Shape<Handling> shape() {
    Shape<Handling> shape =
        Shape.<Handling>of("Handling", "An object of call handling, every field as text.")
            .with("id", ID, Handling::id)
            .with("name", TEXT, handling -> handling.fields().getOrDefault("name", ""));
    for (Map.Entry<String, String> field : about().entrySet()) {
      String name = field.getKey();
      if (name.equals("name")) {
        continue;
      }
      shape =
          name.equals("destination")
              ? shape.with(
                  name,
                  TEXT.about("What leads to it; of a number, where it leads."),
                  handling ->
                      handling.fields().getOrDefault(name, handling.destination().toString()))
              : shape.perhaps(
                  name,
                  TEXT.about(field.getValue()),
                  handling -> Optional.ofNullable(handling.fields().get(name)));
    }
    return shape;
  }

  private static HandlingKind kind(String text) {
    return HandlingKind.of(text).orElseThrow(Problems::notFound);
  }

  private static HandlingId id(String text) {
    try {
      return HandlingId.parse(text);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
