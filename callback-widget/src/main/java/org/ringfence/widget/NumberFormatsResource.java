package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** How numbers are written, which is no secret: any page may read it, as it may the element. */
@ApplicationScoped
@Path("numbers/{of: [A-Z]{2}|[1-9][0-9]{0,2}}")
public class NumberFormatsResource {
  private static final String A_DAY = "public, max-age=86400";

  private final NumberFormats formats = new NumberFormats();

  @GET
  public Response formats(
      @PathParam("of") String of,
      @Context Request request,
      @DefaultValue("") @HeaderParam("Accept-Encoding") String accepted) {
    return ScriptResource.answer(
        formats.of(of).orElseThrow(Refusal::notFound),
        MediaType.APPLICATION_JSON,
        request,
        accepted,
        A_DAY);
  }
}
