package org.ringfence.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** The element's script, which any page may load: what it may do is decided by the API. */
@ApplicationScoped
@Path("")
public class ScriptResource {
  private static final String JAVASCRIPT = "text/javascript;charset=utf-8";

  /** Minutes until all pages have a new release; the entry is asked for at each page view. */
  private static final String SHORT = "public, max-age=300, stale-while-revalidate=3600";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Scripts scripts = new Scripts();

  @GET
  @Path(Scripts.ENTRY)
  public Response entry(
      @Context Request request, @DefaultValue("") @HeaderParam("Accept-Encoding") String accepted) {
    return answer(scripts.entry(), JAVASCRIPT, request, accepted, SHORT);
  }

  /**
   * A part of this release for ever. While a fleet is being upgraded, one process may be asked for
   * the parts another one named: it gives its own, for this once.
   */
  @GET
  @Path("{digest: [0-9a-f]{16}}/{name}")
  public Response part(
      @PathParam("digest") String digest,
      @PathParam("name") String name,
      @Context Request request,
      @DefaultValue("") @HeaderParam("Accept-Encoding") String accepted) {
    Script script = scripts.part(name).orElseThrow(Refusal::notFound);
    return answer(
        script,
        JAVASCRIPT,
        request,
        accepted,
        digest.equals(scripts.digest()) ? FOR_EVER : "no-store");
  }

  static Response answer(
      Script script, String type, Request request, String accepted, String cacheControl) {
    // Weak: the packed and the plain bytes of a file share it.
    EntityTag tag = new EntityTag(script.digest(), true);
    Response.ResponseBuilder response = request.evaluatePreconditions(tag);
    if (response == null) {
      boolean gzip = accepted.contains("gzip");
      response = Response.ok(gzip ? script.gzip() : script.plain(), type).tag(tag);
      if (gzip) {
        response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
      }
    }
    return response
        .header(EdgeHeaders.ALLOW_ORIGIN, "*")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .header(HttpHeaders.CACHE_CONTROL, cacheControl)
        .build();
  }
}
