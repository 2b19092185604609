package org.ringfence.reconciler;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.history.RecordingName;
import org.ringfence.domain.machine.VirtualMachine;

/**
 * Where guests bring what happened in calls. 204 means that it is stored: only then the guest
 * deletes it. The VM's tenant gets it, whatever stands in it.
 */
@ApplicationScoped
@Path("/")
public class GuestRecordsResource {
  /** A guest makes files of some 256 KiB. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /** Eighteen hours of a call. */
  private static final long MOST_RECORDING_BYTES = 1L << 30;

  @Inject GuestDesk desk;

  /** A file of channel events, in the guest's order of files. */
  @POST
  @Path("records")
  public Response records(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      InputStream body)
      throws IOException {
    Optional<VirtualMachine> guest = guest(request, authorization);
    if (guest.isEmpty()) {
      return refusal(request);
    }
    byte[] bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      return Response.status(Status.REQUEST_ENTITY_TOO_LARGE).build();
    }
    desk.records().orElseThrow().take(guest.get(), bytes);
    return Response.noContent().build();
  }

  /** A recording, under the name that the PBX gave it. */
  @PUT
  @Path("recordings/{name}")
  public Response recording(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("name") String name,
      InputStream body)
      throws IOException {
    Optional<VirtualMachine> guest = guest(request, authorization);
    if (guest.isEmpty()) {
      return refusal(request);
    }
    try {
      desk.recordings()
          .put(
              guest.get().tenantId(),
              new RecordingName(name),
              WaveRepair.mended(body, request.getContentLengthLong()),
              MOST_RECORDING_BYTES,
              desk.now());
      return Response.noContent().build();
    } catch (InvalidValue refused) {
      return Response.status(Status.BAD_REQUEST)
          .type(MediaType.TEXT_PLAIN_TYPE)
          .entity(refused.getMessage() + "\n")
          .build();
    }
  }

  private Optional<VirtualMachine> guest(
      HttpServletRequest request, @Nullable String authorization) {
    return desk.isOpenAt(request.getLocalPort())
        ? GuestCredentials.parse(authorization)
            .flatMap(credentials -> credentials.check(desk.machines()))
        : Optional.empty();
  }

  private Response refusal(HttpServletRequest request) {
    return desk.isOpenAt(request.getLocalPort())
        ? Response.status(Status.UNAUTHORIZED)
            .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"ringfence-guest\"")
            .build()
        : Response.status(Status.NOT_FOUND).build();
  }
}
