package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.sound.Sounds;

/**
 * {@code /api/v1/tenants/<slug>/sounds}. A sound comes as a WAV file in the body, or as a text in
 * JSON.
 */
@RequestScoped
@Path("/tenants/{slug}/sounds")
@Produces(MediaType.APPLICATION_JSON)
public class SoundsResource {
  private static final String WAV = "audio/wav";

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Sounds sounds;

  @GET
  @Listed
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    sounds.list(api.select(slug)).stream().map(SoundsResource::shape).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Sound sound = sounds.find(tenantId, id(id)).orElseThrow(Problems::notFound);
    JsonArrayBuilder users = Json.createArrayBuilder();
    sounds.usages(tenantId, sound.id()).forEach(usage -> users.add(usage.label()));
    return ApiTenant.ok(Json.createObjectBuilder(shape(sound)).add("usedBy", users).build());
  }

  /** The file as it is stored, for ears. */
  @GET
  @Path("{id}/audio")
  @Produces(WAV)
  public Response audio(@PathParam("slug") String slug, @PathParam("id") String id) {
    byte[] file = sounds.file(api.select(slug), id(id)).orElseThrow(Problems::notFound);
    return Response.ok(file, WAV).build();
  }

  @POST
  @Consumes(WAV)
  public Response upload(
      @PathParam("slug") String slug,
      @QueryParam("name") @DefaultValue("") String name,
      @Nullable @HeaderParam(Once.HEADER) String key,
      InputStream body)
      throws IOException {
    TenantId tenantId = api.select(slug);
    byte[] file = bytes(body);
    return once.create(
        key,
        file,
        () -> created(slug, sounds.add(tenantId, name, new Sounds.Origin.File(file), api.actor())));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response speak(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, Set.of("name", "voice", "text"));
    return once.create(
        key,
        text,
        () -> created(slug, sounds.add(tenantId, body.text("name"), spoken(body), api.actor())));
  }

  private static Response created(String slug, Sounds.Saved saved) {
    return ApiTenant.created(
        "/tenants/" + slug + "/sounds/" + saved.sound().id(), shape(saved.sound()));
  }

  /** Another file under the name it has, or a new one. */
  @PUT
  @Path("{id}")
  @Consumes(WAV)
  public Response replace(
      @PathParam("slug") String slug,
      @PathParam("id") String id,
      @QueryParam("name") @DefaultValue("") String name,
      InputStream body)
      throws IOException {
    TenantId tenantId = api.select(slug);
    Sound stored = sounds.find(tenantId, id(id)).orElseThrow(Problems::notFound);
    String newName = name.isEmpty() ? stored.name().value() : name;
    return sounds
        .change(tenantId, stored.id(), newName, new Sounds.Origin.File(bytes(body)), api.actor())
        .map(saved -> ApiTenant.ok(shape(saved.sound())))
        .orElseThrow(Problems::notFound);
  }

  /** Another text; only another name when there is no text in the body. */
  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    Sound stored = sounds.find(tenantId, id(id)).orElseThrow(Problems::notFound);
    Body body = Body.of(text, Set.of("name", "voice", "text"));
    if (body.text("text").isEmpty()) {
      return sounds
          .rename(tenantId, stored.id(), body.text("name"), api.actor())
          .map(sound -> ApiTenant.ok(shape(sound)))
          .orElseThrow(Problems::notFound);
    }
    return sounds
        .change(tenantId, stored.id(), body.text("name"), spoken(body), api.actor())
        .map(saved -> ApiTenant.ok(shape(saved.sound())))
        .orElseThrow(Problems::notFound);
  }

  @DELETE
  @Path("{id}")
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    if (!sounds.delete(api.select(slug), id(id), api.actor())) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private static Sounds.Origin spoken(Body body) {
    return new Sounds.Origin.Text(body.text("voice"), body.text("text"));
  }

  /** One byte more than is taken at most, so that a larger file is refused and not kept. */
  private static byte[] bytes(InputStream body) throws IOException {
    return body.readNBytes(Sounds.MOST_UPLOAD_BYTES + 1);
  }

  private static JsonObject shape(Sound sound) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", sound.id().toString())
            .add("name", sound.name().value())
            .add("digest", sound.digest().hex())
            .add("bytes", sound.bytes())
            .add("millis", sound.length().toMillis());
    sound
        .spoken()
        .ifPresent(
            spoken -> json.add("voice", spoken.voice().code()).add("text", spoken.text().value()));
    return json.build();
  }

  private static SoundId id(String text) {
    try {
      return SoundId.parse(text);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
