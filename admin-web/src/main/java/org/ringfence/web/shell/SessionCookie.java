package org.ringfence.web.shell;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.annotation.WebListener;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Names the session cookie after the portal's port: cookies know hosts but not ports, and two
 * installations on one machine would otherwise sign each other out.
 */
@WebListener
public class SessionCookie implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    URI portal =
        URI.create(ConfigProvider.getConfig().getValue("ringfence.portal.url", String.class));
    boolean https = "https".equals(portal.getScheme());
    SessionCookieConfig cookie = event.getServletContext().getSessionCookieConfig();
    cookie.setSecure(https);
    cookie.setName(
        (https ? "__Host-" : "")
            + "ringfence"
            + (portal.getPort() < 0 ? "" : "-" + portal.getPort()));
    cookie.setPath("/");
  }
}
