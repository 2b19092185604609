package org.ringfence.reconciler;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Starts and ends the role with the web application. The CDI container's own start event comes
 * before JNDI knows the executors.
 */
@WebListener
public class ProvisionerLifecycle implements ServletContextListener {
  @Inject ProvisionerRole role;
  @Inject GuestDesk desk;
  @Inject Provisioner provisioner;
  @Inject VoicemailMail voicemailMail;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    if (role.isActive()) {
      desk.start();
      provisioner.start();
      voicemailMail.start();
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (role.isActive()) {
      voicemailMail.stop();
      provisioner.stop();
      desk.stop();
    }
  }
}
