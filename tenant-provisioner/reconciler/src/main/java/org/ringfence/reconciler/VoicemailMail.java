package org.ringfence.reconciler;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AlarmLetters;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/**
 * Keeps voice messages, alarms and leads going out by e-mail, where the operator named a mail
 * server.
 */
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
  @Inject LeadLetters leads;
  @Inject Clock clock;

  private @Nullable ScheduledFuture<?> task;
  private boolean failing;

  public void start() {
    Optional<SmtpServer> server = SmtpServer.of(config);
    if (server.isEmpty()) {
      LOG.info(
          "No mail server is named (ringfence.smtp.host): voice messages, alarms and leads are not"
              + " sent");
      return;
    }
    VoicemailLetters letters = new VoicemailLetters(messages, tenants, server.get(), clock);
    String portal = config.getValue("ringfence.portal.url", String.class);
    AlarmMail alarmMail = new AlarmMail(alarms, tenants, server.get(), portal, clock);
    LeadMail leadMail = new LeadMail(leads, tenants, server.get(), portal, clock);
    task =
        scheduler.scheduleWithFixedDelay(
            () -> send(List.of(letters::sendOne, alarmMail::sendOne, leadMail::sendOne)),
            TICK_SECONDS,
            TICK_SECONDS,
            TimeUnit.SECONDS);
  }

  public void stop() {
    ScheduledFuture<?> running = task;
    if (running != null) {
      running.cancel(false);
    }
  }

  /** What is due now of each kind. */
  private void send(List<BooleanSupplier> kinds) {
    try {
      for (BooleanSupplier next : kinds) {
        for (int i = 0; i < MOST_IN_A_ROW && next.getAsBoolean(); i++) {
          // The next one.
        }
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
