package org.ringfence.widget;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns everything that goes wrong into problem+json (RFC 9457). What is not a refusal of ours is
 * logged with its cause and answered without it.
 */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
  private static final MediaType PROBLEM = new MediaType("application", "problem+json", "utf-8");
  private static final Logger LOG = Logger.getLogger(Problems.class.getName());

  @Override
  public Response toResponse(Throwable thrown) {
    Refusal refusal = refusalIn(thrown);
    if (refusal != null) {
      JsonObjectBuilder problem =
          problem(
              refusal.type().uri(),
              refusal.type().title(),
              refusal.type().status(),
              refusal.sentence());
      refusal.field().ifPresent(field -> problem.add("field", field));
      return answer(refusal.type().status(), problem);
    }
    if (thrown instanceof WebApplicationException known) {
      // No such path, method or media type: the container knows, and its headers (Allow) matter.
      Response said = known.getResponse();
      String title = said.getStatusInfo().getReasonPhrase();
      return Response.fromResponse(said)
          .type(PROBLEM)
          .entity(problem("about:blank", title, said.getStatus(), title + ".").build().toString())
          .build();
    }
    LOG.log(Level.SEVERE, "A request of the widget edge failed", thrown);
    return answer(
        503,
        problem(
            "urn:ringfence:problem:unavailable",
            "Not available",
            503,
            "Callbacks are not available right now. Please try again in a moment."));
  }

  /** A transaction interceptor may wrap what the use case threw. */
  private static @Nullable Refusal refusalIn(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
    }
    return null;
  }

  private static JsonObjectBuilder problem(String type, String title, int status, String detail) {
    return Json.createObjectBuilder()
        .add("type", type)
        .add("title", title)
        .add("status", status)
        .add("detail", detail);
  }

  private static Response answer(int status, JsonObjectBuilder problem) {
    Response.ResponseBuilder response =
        Response.status(status).type(PROBLEM).entity(problem.build().toString());
    if (status == 503) {
      response.header("Retry-After", "5");
    } else if (status == 429) {
      // Always the same: when exactly a limit ends is our knowledge.
      response.header("Retry-After", "300");
    }
    return response.build();
  }
}
