package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.LONG;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
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
import java.util.List;
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
@Described(does = "What callers hear.")
@Path("/tenants/{slug}/sounds")
@Produces(MediaType.APPLICATION_JSON)
public class SoundsResource {
  private static final String WAV = "audio/wav";

  private static final Fields SPOKEN =
      Fields.of("SpokenText", "A text to be read out; without one, only another name.")
          .must("name", TEXT)
          .may("voice", TEXT.like("en-gb"))
          .may("text", TEXT);

  private static final Shape<Sound> SOUND =
      Shape.<Sound>of("Sound", "What callers hear.")
          .with("id", ID, Sound::id)
          .with("name", TEXT, sound -> sound.name().value())
          .with("digest", TEXT, sound -> sound.digest().hex())
          .with("bytes", LONG, sound -> (long) sound.bytes())
          .with("millis", LONG, sound -> sound.length().toMillis())
          .perhaps("voice", TEXT, sound -> sound.spoken().map(spoken -> spoken.voice().code()))
          .perhaps("text", TEXT, sound -> sound.spoken().map(spoken -> spoken.text().value()));

  /** A sound with the names of what plays it. */
  private record Used(Sound sound, List<String> by) {}

  private static final Shape<Used> USED =
      SOUND
          .<Used>in("UsedSound", "A sound, and what plays it.", Used::sound)
          .with("usedBy", Kind.list(TEXT), Used::by);

  @Inject ApiTenant api;
  @Inject Once once;
  @Inject Sounds sounds;

  @GET
  @Listed
  @Described(does = "Lists sounds.", answers = "Sound", list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    sounds.list(api.select(slug)).stream().map(SoundsResource::shape).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one sound, and what plays it.", answers = "UsedSound")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    Sound sound = sounds.find(tenantId, id(id)).orElseThrow(Problems::notFound);
    List<String> users =
        sounds.usages(tenantId, sound.id()).stream().map(usage -> usage.label()).toList();
    return ApiTenant.ok(USED.write(new Used(sound, users)));
  }

  @GET
  @Path("{id}/audio")
  @Produces(WAV)
  @Described(does = "Gives the sound as it is stored.")
  public Response audio(@PathParam("slug") String slug, @PathParam("id") String id) {
    byte[] file = sounds.file(api.select(slug), id(id)).orElseThrow(Problems::notFound);
    return Response.ok(file, WAV).build();
  }

  @POST
  @Consumes(WAV)
  @Described(does = "Adds a sound that is sent as a file.", answers = "Sound", status = 201)
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
  @Described(
      does = "Adds a sound: a text that is read out, or a file of that type.",
      takes = "SpokenText",
      answers = "Sound",
      status = 201)
  public Response speak(
      @PathParam("slug") String slug, @Nullable @HeaderParam(Once.HEADER) String key, String text) {
    TenantId tenantId = api.select(slug);
    Body body = Body.of(text, SPOKEN);
    return once.create(
        key,
        text,
        () -> created(slug, sounds.add(tenantId, body.text("name"), spoken(body), api.actor())));
  }

  private static Response created(String slug, Sounds.Saved saved) {
    return ApiTenant.created(
        "/tenants/" + slug + "/sounds/" + saved.sound().id(), shape(saved.sound()));
  }

  @PUT
  @Path("{id}")
  @Consumes(WAV)
  @Described(does = "Puts a file in the place of a sound.", answers = "Sound")
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

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      does =
          "Puts a text that is read out, or a file, in the place of a sound, or gives it another name.",
      takes = "SpokenText",
      answers = "Sound")
  public Response change(@PathParam("slug") String slug, @PathParam("id") String id, String text) {
    TenantId tenantId = api.select(slug);
    Sound stored = sounds.find(tenantId, id(id)).orElseThrow(Problems::notFound);
    Body body = Body.of(text, SPOKEN);
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
  @Described(does = "Deletes a sound that nothing plays.", status = 204)
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
    return SOUND.write(sound);
  }

  private static SoundId id(String text) {
    try {
      return SoundId.parse(text);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
