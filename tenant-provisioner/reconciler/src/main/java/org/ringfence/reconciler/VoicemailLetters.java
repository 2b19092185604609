package org.ringfence.reconciler;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantRepository;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessageRepository;
import org.ringfence.domain.voicemail.VoiceMessageRepository.Outgoing;

/**
 * Sends new voice messages by e-mail, each at least once: whether the server took a letter is
 * written down after it did. A letter that comes twice has one Message-ID, by which mail programs
 * know it.
 */
final class VoicemailLetters {
  static final Duration LEASE = Duration.ofMinutes(3);
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final VoiceMessageRepository messages;
  private final TenantRepository tenants;
  private final SmtpServer server;
  private final Clock clock;

  VoicemailLetters(
      VoiceMessageRepository messages, TenantRepository tenants, SmtpServer server, Clock clock) {
    this.messages = messages;
    this.tenants = tenants;
    this.server = server;
    this.clock = clock;
  }

  /** Sends one that is due; false when there is none. */
  boolean sendOne() {
    Optional<Outgoing> due = messages.claimMail(LEASE, clock.instant());
    if (due.isEmpty()) {
      return false;
    }
    Outgoing outgoing = due.get();
    Optional<byte[]> recorded = messages.sound(outgoing.tenantId(), outgoing.message().id());
    if (recorded.isEmpty()) {
      // Deleted a moment ago.
      return true;
    }
    try {
      Transport.send(letter(outgoing, recorded.get()));
      messages.mailed(outgoing.tenantId(), outgoing.message().id());
    } catch (MessagingException | UnsupportedEncodingException failure) {
      messages.notMailed(
          outgoing.tenantId(),
          outgoing.message().id(),
          reason(failure),
          next(outgoing, clock.instant()));
    }
    return true;
  }

  /** A minute later, then twice as long up to an hour, for three days. */
  private static Optional<Instant> next(Outgoing outgoing, Instant now) {
    if (outgoing.message().receivedAt().plus(GIVEN_UP_AFTER).isBefore(now)) {
      return Optional.empty();
    }
    Duration pause = Duration.ofMinutes(1L << Math.min(outgoing.attempts(), 6));
    return Optional.of(now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
  }

  /** What the mail server said, in one line. */
  private static String reason(Exception failure) {
    StringBuilder reason = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
      if (reason.indexOf(words) < 0) {
        reason.append(reason.isEmpty() ? "" : ": ").append(words);
      }
    }
    return reason.toString();
  }

  private MimeMessage letter(Outgoing outgoing, byte[] recorded)
      throws MessagingException, UnsupportedEncodingException {
    VoiceMessage message = outgoing.message();
    Tenant tenant = tenants.find(outgoing.tenantId()).orElseThrow();
    ResourceBundle words = Letters.words(tenant);
    // Whoever calls chooses both.
    String shown = Letters.harmless(message.callerName() + " " + message.callerNumber()).strip();
    String caller = shown.isEmpty() ? words.getString("voicemail.unknown") : shown;
    Object[] facts = {
      caller,
      message.mailbox().value(),
      String.format(Locale.ROOT, "%d:%02d", message.seconds() / 60, message.seconds() % 60),
      tenant.name().value()
    };
    MimeMessage letter =
        Letters.letter(
            server,
            tenant,
            "voicemail-" + message.id(),
            message.mail().to(),
            Letters.format(words, "voicemail.subject", facts),
            message.receivedAt());
    MimeBodyPart text = new MimeBodyPart();
    text.setText(Letters.format(words, "voicemail.text", facts), StandardCharsets.UTF_8.name());
    MimeBodyPart sound = new MimeBodyPart();
    sound.setDataHandler(new DataHandler(new ByteArrayDataSource(recorded, "audio/x-wav")));
    sound.setFileName("voicemail-" + message.mailbox() + "-" + message.id() + ".wav");
    letter.setContent(new MimeMultipart(text, sound));
    return letter;
  }
}
