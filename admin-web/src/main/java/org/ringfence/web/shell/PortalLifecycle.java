package org.ringfence.web.shell;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.ringfence.web.live.LiveTail;
import org.ringfence.web.privacy.Forgetting;
import org.ringfence.web.tenant.IdentitySetup;

/**
 * Starts and ends the portal's work in the background with the web application. The CDI container's
 * own start event comes before JNDI knows the executors.
 */
@WebListener
public class PortalLifecycle implements ServletContextListener {
  @Inject ActiveRoles roles;
  @Inject LiveTail live;
  @Inject IdentitySetup identities;
  @Inject Forgetting forgetting;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    if (roles.portal()) {
      live.start();
      identities.start();
      forgetting.start();
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (roles.portal()) {
      forgetting.stop();
      identities.stop();
      live.stop();
    }
  }
}
