package org.ringfence.web.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * A client that was generated from the description accepts what an operation can answer with. Where
 * success has no body that is a problem alone, which none of our methods says that it makes.
 */
@Provider
@PreMatching
public class Accepted implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    if (Problems.TYPE.equals(request.getHeaderString(HttpHeaders.ACCEPT))) {
      request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
    }
  }
}
