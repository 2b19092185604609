package org.ringfence.widget;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers that browsers need to let owners' pages read the answers, and to do nothing else with
 * them. A resource that sets one of them itself keeps it.
 *
 * <p>A success exists only after the widget's allow-list said yes to the origin, so that origin is
 * named. An error may be read by every page: it says nothing about the tenant, and a page that
 * could not read it would take a refusal for a lost network. Credentials are never allowed.
 */
@Provider
public class EdgeHeaders implements ContainerResponseFilter {
  static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    String origin = request.getHeaderString("Origin");
    boolean success = response.getStatus() < 400;
    if (!headers.containsKey(ALLOW_ORIGIN)) {
      headers.putSingle(ALLOW_ORIGIN, success && origin != null ? origin : "*");
      headers.add(HttpHeaders.VARY, "Origin");
    }
    headers.add("Access-Control-Expose-Headers", "Retry-After");
    setUnlessSet(headers, HttpHeaders.CACHE_CONTROL, "no-store");
    setUnlessSet(headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    setUnlessSet(headers, "Cross-Origin-Resource-Policy", "cross-origin");
    setUnlessSet(headers, "X-Content-Type-Options", "nosniff");
    setUnlessSet(headers, "Referrer-Policy", "no-referrer");
    MediaType type = response.getMediaType();
    if (type != null && MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(type)) {
      // nginx would collect the events until a buffer is full.
      setUnlessSet(headers, "X-Accel-Buffering", "no");
    }
  }

  private static void setUnlessSet(
      MultivaluedMap<String, Object> headers, String name, String value) {
    headers.putIfAbsent(name, new ArrayList<>(List.of(value)));
  }
}
