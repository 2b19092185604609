package org.ringfence.dialer;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Starts and ends the role with the web application. The CDI container's own start event comes
 * before JNDI knows the executors.
 */
@WebListener
public class DialerLifecycle implements ServletContextListener {
  @Inject Dialer dialer;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    dialer.start();
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    dialer.stop();
  }
}
