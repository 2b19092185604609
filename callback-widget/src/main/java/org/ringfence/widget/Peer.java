package org.ringfence.widget;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Puts the visitor's address where the resources find it. */
@Provider
public class Peer implements ContainerRequestFilter {
  private static final String PROPERTY = "ringfence.address";

  private final ClientAddress addresses =
      new ClientAddress(
          ConfigProvider.getConfig()
              .getOptionalValue("ringfence.widget.proxies", String.class)
              .orElse(""));

  @Context private @Nullable HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    put(context, addresses, request == null ? "" : request.getRemoteAddr());
  }

  static void put(ContainerRequestContext context, ClientAddress addresses, String peer) {
    List<String> forwarded = context.getHeaders().getOrDefault("X-Forwarded-For", List.of());
    context.setProperty(PROPERTY, addresses.of(peer, forwarded));
  }

  /** All whose address is unknown share one, and its limits. */
  static String addressOf(ContainerRequestContext context) {
    Object address = context.getProperty(PROPERTY);
    return address == null ? "" : address.toString();
  }
}
