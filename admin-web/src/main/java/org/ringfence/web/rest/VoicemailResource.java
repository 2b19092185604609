package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.web.voicemail.Voicemails;

/** {@code /api/v1/tenants/<slug>/voicemail}. */
@RequestScoped
@Described(does = "Messages in mailboxes.")
@Path("/tenants/{slug}/voicemail")
@Produces(MediaType.APPLICATION_JSON)
public class VoicemailResource {
  @Inject ApiTenant api;
  @Inject Voicemails voicemails;

  @GET
  @Listed
  @Described(
      does = "Lists messages in mailboxes, the newest first, at most 500.",
      answers = "VoiceMessage",
      list = true)
  public Response list(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    voicemails.list(api.select(slug)).stream().map(Shapes::voiceMessage).forEach(list::add);
    return ApiTenant.ok(list.build());
  }

  @GET
  @Path("{id}")
  @Described(does = "Tells of one message.", answers = "VoiceMessage")
  public Response get(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    return voicemails
        .find(tenantId, id(id))
        .map(message -> ApiTenant.ok(Shapes.voiceMessage(message)))
        .orElseThrow(Problems::notFound);
  }

  @GET
  @Path("{id}/sound")
  @Produces("audio/wav")
  @Described(does = "Gives the sound of a message.")
  public Response sound(@PathParam("slug") String slug, @PathParam("id") String id) {
    TenantId tenantId = api.select(slug);
    return voicemails
        .listen(tenantId, id(id), api.actor())
        .map(sound -> Response.ok(sound, "audio/wav").build())
        .orElseThrow(Problems::notFound);
  }

  @DELETE
  @Path("{id}")
  @Described(does = "Deletes a message.", status = 204)
  public Response delete(@PathParam("slug") String slug, @PathParam("id") String id) {
    if (!voicemails.delete(api.select(slug), id(id), api.actor())) {
      throw Problems.notFound();
    }
    return Response.noContent().build();
  }

  private static VoiceMessageId id(String text) {
    try {
      return new VoiceMessageId(text);
    } catch (InvalidValue notAnId) {
      throw Problems.notFound();
    }
  }
}
