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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.machine.VirtualMachine;

/** Where guests bring what they saw at a trunk that they were asked to examine. */
@ApplicationScoped
@Path("/")
public class GuestExaminationsResource {
  @Inject GuestDesk desk;

  /** The report of one examination; 404 when it was not asked for. */
  @POST
  @Path("examinations/{id}")
  @Consumes(MediaType.TEXT_PLAIN)
  public Response report(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      InputStream body)
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
    byte[] bytes = body.readNBytes(Examination.LONGEST_REPORT + 1);
    if (bytes.length > Examination.LONGEST_REPORT) {
      return Response.status(Status.REQUEST_ENTITY_TOO_LARGE).build();
    }
    try {
      boolean taken =
          desk.examinations()
              .orElseThrow()
              .report(
                  guest.get().tenantId(),
                  ExaminationId.parse(id),
                  new String(bytes, StandardCharsets.UTF_8));
      return taken ? Response.noContent().build() : Response.status(Status.NOT_FOUND).build();
    } catch (InvalidValue notAnId) {
      return Response.status(Status.NOT_FOUND).build();
    }
  }
}
