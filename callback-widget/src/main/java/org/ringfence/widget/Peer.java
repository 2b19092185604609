package org.ringfence.widget;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts the visitor's address where the resources find it: an attribute of the servlet's request is
 * a property of Jersey's. In front of Jersey, which looks services up anew for each request that it
 * is asked for the servlet's.
 */
public class Peer extends HttpFilter {
  static final String PROPERTY = "ringfence.address";

  private static final long serialVersionUID = 1L;

  private final transient ClientAddress addresses =
      new ClientAddress(
          ConfigProvider.getConfig()
              .getOptionalValue("ringfence.widget.proxies", String.class)
              .orElse(""));

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
    request.setAttribute(PROPERTY, addresses.of(request.getRemoteAddr(), forwarded));
    chain.doFilter(request, response);
  }

  /** All whose address is unknown share one, and its limits. */
  static String addressOf(ContainerRequestContext context) {
    Object address = context.getProperty(PROPERTY);
    return address == null ? "" : address.toString();
  }
}
