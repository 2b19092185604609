package org.ringfence.web.identity;

import jakarta.inject.Inject;
import jakarta.security.enterprise.authentication.mechanism.http.openid.OpenIdConstant;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Where Keycloak sends the browser back to; leads on to the page that was asked for. */
@WebServlet("/callback")
public class SignInCallback extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient OpenIdContext openId;
  @Inject transient OpenIdSettings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getUserPrincipal() == null) {
      // Opened by hand, or a sign-in that took too long: begin again.
      response.sendRedirect("/");
      return;
    }
    Optional<String> asked =
        openId.getStoredValue(request, response, OpenIdConstant.ORIGINAL_REQUEST);
    response.sendRedirect(asked.map(this::onThisPortal).orElse("/"));
  }

  /** Path and query of an address of this portal; the front page for any other. */
  private String onThisPortal(String address) {
    return onPortal(settings.portal(), address);
  }

  static String onPortal(URI portal, String address) {
    try {
      URI asked = portal.resolve(address);
      boolean ours =
          portal.getScheme().equals(asked.getScheme())
              && portal.getAuthority().equals(asked.getRawAuthority());
      String path = asked.getRawPath();
      if (!ours || path == null || !path.startsWith("/") || path.startsWith("//")) {
        return "/";
      }
      return asked.getRawQuery() == null ? path : path + "?" + asked.getRawQuery();
    } catch (IllegalArgumentException malformed) {
      return "/";
    }
  }

  static String escapeXml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
