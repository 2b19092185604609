package org.ringfence.reconciler;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.callback.AlarmLetters;
import org.ringfence.domain.callback.AlarmLetters.Outgoing;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantRepository;

/**
 * Tells tenants' administrators by e-mail that a widget of theirs seems to be misused, each time it
 * gets worse and at least once. What the mail server does not take is tried again for a day.
 */
final class AlarmMail {
  static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration NEWS = Duration.ofDays(1);
  private static final Logger LOG = Logger.getLogger(AlarmMail.class.getName());

  private final AlarmLetters alarms;
  private final TenantRepository tenants;
  private final SmtpServer server;
  private final String portal;
  private final Clock clock;

  /**
   * Sends nothing yet.
   *
   * @param portal the portal's address, without a slash at its end
   */
  AlarmMail(
      AlarmLetters alarms,
      TenantRepository tenants,
      SmtpServer server,
      String portal,
      Clock clock) {
    this.alarms = alarms;
    this.tenants = tenants;
    this.server = server;
    this.portal = portal;
    this.clock = clock;
  }

  /** Sends one that is due; false when there is none. */
  boolean sendOne() {
    Instant now = clock.instant();
    Optional<Outgoing> due = alarms.claim(AGAIN, now.minus(NEWS), now);
    due.ifPresent(this::send);
    return due.isPresent();
  }

  private void send(Outgoing outgoing) {
    Optional<Tenant> tenant = tenants.find(outgoing.tenantId());
    if (tenant.isEmpty()) {
      return;
    }
    try {
      Transport.send(letter(outgoing, tenant.get()));
      alarms.sent(outgoing.tenantId(), outgoing.alarm());
    } catch (MessagingException | UnsupportedEncodingException failure) {
      LOG.log(
          Level.WARNING,
          "Tenant " + outgoing.tenantId() + " is not told yet that a widget is misused",
          failure);
    }
  }

  private MimeMessage letter(Outgoing outgoing, Tenant tenant)
      throws MessagingException, UnsupportedEncodingException {
    CallbackAlarm alarm = outgoing.alarm();
    ResourceBundle words = Letters.words(tenant);
    Object[] facts = {
      outgoing.widget().value(),
      alarm.asked(),
      alarm.refused(),
      portal + "/t/" + tenant.slug() + "/callbacks",
      tenant.name().value()
    };
    MimeMessage letter =
        Letters.letter(
            server,
            tenant,
            "alarm-"
                + alarm.widgetId()
                + "-"
                + alarm.raisedAt().toEpochMilli()
                + "-"
                + alarm.level(),
            tenant.adminEmail().value(),
            Letters.format(words, "alarm.subject", facts),
            alarm.raisedAt());
    letter.setText(Letters.format(words, "alarm.text", facts), StandardCharsets.UTF_8.name());
    return letter;
  }
}
