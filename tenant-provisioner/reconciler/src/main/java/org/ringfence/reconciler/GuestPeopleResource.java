package org.ringfence.reconciler;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/**
 * What guests say of their people: mailboxes, and what phones changed. Who asks, and where, is
 * checked as for {@link GuestResource}.
 */
@ApplicationScoped
@Path("/people")
public class GuestPeopleResource {
  /** Five minutes of sound are 4.8 MB. */
  private static final int MOST_SOUND_BYTES = 8 * 1024 * 1024;

  private static final int MOST_LIST_BYTES = 1024 * 1024;

  @Inject GuestDesk desk;
  @Inject VoiceMessageRepository messages;
  @Inject ExtensionRepository extensions;
  @Inject Clock clock;

  /** Forwarding and do not disturb, as they are in force. */
  @POST
  @Path("wishes")
  @Consumes(MediaType.TEXT_PLAIN)
  public Response wishes(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      InputStream body)
      throws IOException {
    return answer(
        request,
        authorization,
        body,
        MOST_LIST_BYTES,
        (tenantId, bytes) -> {
          new GuestPeople(extensions).reported(tenantId, new String(bytes, StandardCharsets.UTF_8));
          return Response.noContent().build();
        });
  }

  /** Which messages there are; the answer says which to send and which to delete. */
  @POST
  @Path("voicemail")
  @Consumes(MediaType.TEXT_PLAIN)
  public Response present(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      InputStream body)
      throws IOException {
    return answer(
        request,
        authorization,
        body,
        MOST_LIST_BYTES,
        (tenantId, bytes) ->
            Response.ok(
                    voicemail().present(tenantId, new String(bytes, StandardCharsets.UTF_8)),
                    MediaType.TEXT_PLAIN_TYPE)
                .build());
  }

  /** One message with its sound. */
  @POST
  @Path("voicemail/{id}")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public Response take(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      InputStream body)
      throws IOException {
    return answer(
        request,
        authorization,
        body,
        MOST_SOUND_BYTES,
        (tenantId, bytes) -> {
          voicemail().take(tenantId, id, bytes);
          return Response.noContent().build();
        });
  }

  private GuestVoicemail voicemail() {
    return new GuestVoicemail(messages, extensions, clock);
  }

  private Response answer(
      HttpServletRequest request,
      @Nullable String authorization,
      InputStream body,
      int most,
      Work work)
      throws IOException {
    if (!desk.isOpenAt(request.getLocalPort())) {
      return Response.status(Status.NOT_FOUND).build();
    }
    Optional<VirtualMachine> guest =
        GuestCredentials.parse(authorization)
            .flatMap(credentials -> credentials.check(desk.machines()));
    if (guest.isEmpty()) {
      return Response.status(Status.UNAUTHORIZED)
          .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"ringfence-guest\"")
          .build();
    }
    if (guest.get().desired() == DesiredState.DELETED) {
      return Response.status(Status.GONE).build();
    }
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      return Response.status(Status.REQUEST_ENTITY_TOO_LARGE).build();
    }
    try {
      return work.on(guest.get().tenantId(), bytes);
    } catch (InvalidValue malformed) {
      return Response.status(Status.BAD_REQUEST)
          .type(MediaType.TEXT_PLAIN_TYPE)
          .entity(malformed.getMessage() + "\n")
          .build();
    }
  }

  private interface Work {
    Response on(TenantId tenantId, byte[] body);
  }
}
