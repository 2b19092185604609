package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.web.form.InvalidForm;

/** Errors as problem documents (RFC 9457): what is wrong, with which field, and what would help. */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class.getName());
  static final String TYPE = "application/problem+json";

  /** Why a field was refused. */
  private record FieldProblem(String field, String detail) {}

  /** What went wrong. */
  private record Problem(int status, String title, String detail, Optional<InvalidForm> refused) {
    Optional<List<FieldProblem>> errors() {
      return refused.map(
          form ->
              form.sentences().entrySet().stream()
                  .map(each -> new FieldProblem(each.getKey(), each.getValue()))
                  .toList());
    }
  }

  private static final Shape<FieldProblem> FIELD =
      Shape.<FieldProblem>of("FieldProblem", "Why a field was refused, and what would be right.")
          .with("field", TEXT, FieldProblem::field)
          .with("detail", TEXT, FieldProblem::detail);

  private static final Shape<Problem> PROBLEM =
      Shape.<Problem>of("Problem", "What went wrong (RFC 9457).")
          .with("type", TEXT, problem -> "about:blank")
          .with("title", TEXT.like("Invalid value"), Problem::title)
          .with("status", INTEGER.like(422), Problem::status)
          .with("detail", TEXT.about("A sentence for a person."), Problem::detail)
          .perhaps(
              "field",
              TEXT.about("The first field that was refused."),
              problem -> problem.refused().map(InvalidForm::firstField))
          .perhaps("errors", Kind.list(FIELD).about("All that were refused."), Problem::errors);

  private Problems() {}

  static Response of(int status, String title, String detail) {
    return respond(new Problem(status, title, detail, Optional.empty()));
  }

  private static Response respond(Problem problem) {
    return Response.status(problem.status())
        .type(TYPE)
        .entity(PROBLEM.write(problem).toString())
        .build();
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
    return respond(
        new Problem(422, "Invalid value", refused.firstSentence(), Optional.of(refused)));
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
