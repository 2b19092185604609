package org.ringfence.reconciler;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.SoundDigest;

/**
 * The guest protocol. A guest names its VM and proves it with the VM's secret; every other answer
 * than to a known guest is the same 401. It is served at the guests' listener only (the port of
 * {@code ringfence.guest.url}): elsewhere there is nothing.
 */
@ApplicationScoped
@Path("/")
public class GuestResource {
  private static final int MOST_BODY_BYTES = 8192;
  private static final int MOST_WAIT_SECONDS = 50;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int GONE_RETRY_SECONDS = 600;

  @Inject GuestDesk desk;

  /** The long-poll: answers at once when there is something newer, else within the wait. */
  @GET
  @Path("configuration")
  public void configuration(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @QueryParam("have") @DefaultValue("0") String have,
      @QueryParam("boot") @DefaultValue("") String boot,
      @QueryParam("wait") @DefaultValue("0") String wait,
      @QueryParam("can") @DefaultValue("") String can,
      @Suspended AsyncResponse response) {
    Response refusal;
    try {
      Optional<VirtualMachine> guest = guest(request, authorization);
      if (guest.isPresent()) {
        poll(
            guest.get(),
            number("have", have),
            boot,
            number("wait", wait),
            can.equals("examine"),
            response);
        return;
      }
      refusal = refusal(request);
    } catch (InvalidValue malformed) {
      refusal = malformed(malformed);
    }
    response.resume(refusal);
  }

  /**
   * What became of a configuration, how the guest is, and then the long-poll, in one request: a
   * guest asks again and again over one connection.
   */
  @POST
  @Path("exchange")
  @Consumes(MediaType.TEXT_PLAIN)
  public void exchange(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      InputStream body,
      @Suspended AsyncResponse response)
      throws IOException {
    Optional<VirtualMachine> guest = guest(request, authorization);
    if (guest.isEmpty()) {
      response.resume(refusal(request));
      return;
    }
    if (guest.get().desired() == DesiredState.DELETED) {
      response.resume(toResponse(new GuestAnswer.Gone()));
      return;
    }
    Optional<String> text = text(body);
    if (text.isEmpty()) {
      response.resume(Response.status(Status.REQUEST_ENTITY_TOO_LARGE).build());
      return;
    }
    try {
      GuestReport report = GuestReport.parse(text.get());
      GuestReports reports = desk.reports().orElseThrow();
      Optional<String> outcome = report.value("outcome");
      if (outcome.isPresent()) {
        reports.outcome(guest.get(), number("outcome", outcome.get()), report);
      }
      reports.state(guest.get(), report);
      poll(
          guest.get(),
          number("have", report.value("have").orElse("0")),
          report.value("boot").orElse(""),
          number("wait", report.value("wait").orElse("0")),
          report.value("can").orElse("").equals("examine"),
          response);
    } catch (InvalidValue malformed) {
      response.resume(malformed(malformed));
    }
  }

  private void poll(
      VirtualMachine machine,
      int have,
      String boot,
      int seconds,
      boolean examines,
      AsyncResponse response) {
    desk.reports().orElseThrow().asks(machine, boot, have);
    GuestAnswer answer = desk.configurations().orElseThrow().answer(machine.id(), have);
    if (examines && answer instanceof GuestAnswer.Nothing) {
      answer = desk.examinations().orElseThrow().next(machine.tenantId()).orElse(answer);
    }
    if (!(answer instanceof GuestAnswer.Nothing) || seconds == 0) {
      response.resume(toResponse(answer));
      return;
    }
    WaitingGuests guests = desk.waiting().orElseThrow();
    WaitingGuests.Waiting waiting =
        guests.add(
            machine.tenantId(),
            machine.id(),
            have,
            examines,
            later -> response.resume(toResponse(later)));
    response.setTimeoutHandler(
        late -> {
          guests.remove(waiting);
          late.resume(Response.noContent().build());
        });
    response.setTimeout(Math.min(seconds, MOST_WAIT_SECONDS), TimeUnit.SECONDS);
  }

  /** A sound that a configuration names; one of another tenant does not exist. */
  @GET
  @Path("sounds/{digest}")
  public Response sound(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("digest") String digest) {
    Optional<VirtualMachine> guest = guest(request, authorization);
    if (guest.isEmpty()) {
      return refusal(request);
    }
    try {
      return desk.sounds()
          .content(guest.get().tenantId(), new SoundDigest(digest))
          .map(content -> Response.ok(content, "audio/wav").build())
          .orElseGet(() -> Response.status(Status.NOT_FOUND).build());
    } catch (InvalidValue malformed) {
      return malformed(malformed);
    }
  }

  /** What became of a configuration. */
  @POST
  @Path("configuration/{number}")
  @Consumes(MediaType.TEXT_PLAIN)
  public Response outcome(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("number") String revision,
      InputStream body)
      throws IOException {
    return report(
        request,
        authorization,
        body,
        (machine, told) ->
            desk.reports().orElseThrow().outcome(machine, number("revision", revision), told));
  }

  /** How the guest is. */
  @POST
  @Path("state")
  @Consumes(MediaType.TEXT_PLAIN)
  public Response state(
      @Context HttpServletRequest request,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      InputStream body)
      throws IOException {
    return report(
        request,
        authorization,
        body,
        (machine, told) -> desk.reports().orElseThrow().state(machine, told));
  }

  private Response report(
      HttpServletRequest request, @Nullable String authorization, InputStream body, Report report)
      throws IOException {
    Optional<VirtualMachine> guest = guest(request, authorization);
    if (guest.isEmpty()) {
      return refusal(request);
    }
    if (guest.get().desired() == DesiredState.DELETED) {
      return toResponse(new GuestAnswer.Gone());
    }
    Optional<String> text = text(body);
    if (text.isEmpty()) {
      return Response.status(Status.REQUEST_ENTITY_TOO_LARGE).build();
    }
    try {
      report.take(guest.get(), GuestReport.parse(text.get()));
      return Response.noContent().build();
    } catch (InvalidValue malformed) {
      return malformed(malformed);
    }
  }

  /** Empty when it is too long. */
  private static Optional<String> text(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MOST_BODY_BYTES + 1);
    return bytes.length > MOST_BODY_BYTES
        ? Optional.empty()
        : Optional.of(new String(bytes, StandardCharsets.UTF_8));
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

  private static Response malformed(InvalidValue why) {
    return Response.status(Status.BAD_REQUEST)
        .type(MediaType.TEXT_PLAIN_TYPE)
        .entity(why.getMessage() + "\n")
        .build();
  }

  private static Response toResponse(GuestAnswer answer) {
    if (answer instanceof GuestAnswer.Bundle bundle) {
      return Response.ok(bundle.tar(), "application/x-tar")
          .header("Ringfence-Revision", bundle.revision())
          .header("Ringfence-Digest", "sha256=" + bundle.digest())
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .build();
    }
    if (answer instanceof GuestAnswer.Examine examine) {
      return Response.accepted(examine.request()).type(MediaType.TEXT_PLAIN_TYPE).build();
    }
    return answer instanceof GuestAnswer.Gone
        ? Response.status(Status.GONE).header(HttpHeaders.RETRY_AFTER, GONE_RETRY_SECONDS).build()
        : Response.noContent().build();
  }

  private static int number(String what, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new InvalidValue(what + " is no number");
    }
    return Integer.parseInt(text);
  }

  private interface Report {
    void take(VirtualMachine machine, GuestReport told);
  }
}
