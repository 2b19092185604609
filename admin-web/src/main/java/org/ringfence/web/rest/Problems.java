package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.web.form.InvalidForm;

/** Errors as problem documents (RFC 9457): what is wrong, with which field, and what would help. */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class.getName());
  static final String TYPE = "application/problem+json";

  private Problems() {}

  static Response of(int status, String title, String detail) {
    return respond(status, about(status, title, detail));
  }

  private static JsonObjectBuilder about(int status, String title, String detail) {
    return Json.createObjectBuilder()
        .add("type", "about:blank")
        .add("title", title)
        .add("status", status)
        .add("detail", detail);
  }

  private static Response respond(int status, JsonObjectBuilder problem) {
    return Response.status(status).type(TYPE).entity(problem.build().toString()).build();
  }

  static WebApplicationException notFound() {
    return new WebApplicationException(
        of(404, "Not found", "There is no such thing here, or it is not yours."));
  }

  static WebApplicationException malformed(String detail) {
    return new WebApplicationException(of(400, "Malformed request", detail));
  }

  /** Fields that were refused. The first is named at the top, all of them in {@code errors}. */
  static Response refused(InvalidForm refused) {
    JsonArrayBuilder errors = Json.createArrayBuilder();
    refused
        .sentences()
        .forEach(
            (field, sentence) -> {
              JsonObject error =
                  Json.createObjectBuilder().add("field", field).add("detail", sentence).build();
              errors.add(error);
            });
    return respond(
        422,
        about(422, "Invalid value", refused.firstSentence())
            .add("field", refused.firstField())
            .add("errors", errors));
  }

  /** {@link #refused} for what a resource refuses. */
  public static final class Refused implements ExceptionMapper<InvalidForm> {
    @Override
    public Response toResponse(InvalidForm refused) {
      return Problems.refused(refused);
    }
  }

  /** What the JAX-RS runtime refuses itself: an unknown path, a method, a media type. */
  public static final class Http implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException refused) {
      Response answer = refused.getResponse();
      if (answer.hasEntity()) {
        return answer;
      }
      int status = answer.getStatus();
      String title = answer.getStatusInfo().getReasonPhrase();
      return of(status, title, "The API cannot answer this request: " + title + ".");
    }
  }

  /** Everything nobody expected: logged with its cause, told without it. */
  public static final class Unexpected implements ExceptionMapper<RuntimeException> {
    @Override
    public Response toResponse(RuntimeException failure) {
      LOG.log(Level.SEVERE, "A request to the API failed", failure);
      return of(
          500,
          "Internal error",
          "Something went wrong on our side. Please try again; the portal's log says what happened.");
    }
  }
}
