package org.ringfence.reconciler;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AlarmLetters;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/** Keeps voice messages and alarms going out by e-mail, where the operator named a mail server. */
@ApplicationScoped
class VoicemailMail {
  private static final Logger LOG = Logger.getLogger(VoicemailMail.class.getName());
  private static final long TICK_SECONDS = 2;
  private static final int MOST_IN_A_ROW = 50;

  // By name: Payara does not find a default for classes in a library of the WAR.
  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService scheduler;

  @Inject Config config;
  @Inject VoiceMessageRepository messages;
  @Inject TenantRepository tenants;
  @Inject AlarmLetters alarms;
  @Inject Clock clock;

  private @Nullable ScheduledFuture<?> task;
  private boolean failing;

  public void start() {
    Optional<SmtpServer> server = SmtpServer.of(config);
    if (server.isEmpty()) {
      LOG.info(
          "No mail server is named (ringfence.smtp.host): voice messages and alarms are not sent");
      return;
    }
    VoicemailLetters letters = new VoicemailLetters(messages, tenants, server.get(), clock);
    AlarmMail alarmMail =
        new AlarmMail(
            alarms,
            tenants,
            server.get(),
            config.getValue("ringfence.portal.url", String.class),
            clock);
    task =
        scheduler.scheduleWithFixedDelay(
            () -> send(letters, alarmMail), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  public void stop() {
    ScheduledFuture<?> running = task;
    if (running != null) {
      running.cancel(false);
    }
  }

  private void send(VoicemailLetters letters, AlarmMail alarmMail) {
    try {
      for (int i = 0; i < MOST_IN_A_ROW && letters.sendOne(); i++) {
        // What is due now.
      }
      for (int i = 0; i < MOST_IN_A_ROW && alarmMail.sendOne(); i++) {
        // What is due now.
      }
      failing = false;
    } catch (RuntimeException failure) {
      if (!failing) {
        LOG.log(Level.WARNING, "Letters cannot be sent now", failure);
      }
      failing = true;
    }
  }
}
