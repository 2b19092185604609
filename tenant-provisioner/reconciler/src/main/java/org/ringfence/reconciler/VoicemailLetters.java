package org.ringfence.reconciler;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
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
  private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

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
    Locale language = GERMAN.contains(tenant.country().code()) ? Locale.GERMAN : Locale.ENGLISH;
    ResourceBundle words =
        ResourceBundle.getBundle(
            "org.ringfence.reconciler.letters",
            language,
            VoicemailLetters.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    String caller =
        (message.callerName() + " " + message.callerNumber()).strip().isEmpty()
            ? words.getString("voicemail.unknown")
            : (message.callerName() + " " + message.callerNumber()).strip();
    Object[] facts = {
      caller,
      message.mailbox().value(),
      String.format(Locale.ROOT, "%d:%02d", message.seconds() / 60, message.seconds() % 60),
      tenant.name().value()
    };
    Session session = server.session();
    String id = "<voicemail-" + message.id() + "@" + tenant.slug() + ".ringfence>";
    MimeMessage letter =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    letter.setFrom(
        new InternetAddress(
            server.from().value(), tenant.name().value(), StandardCharsets.UTF_8.name()));
    letter.setRecipient(Message.RecipientType.TO, new InternetAddress(message.mail().to()));
    letter.setSubject(format(words, "voicemail.subject", facts), StandardCharsets.UTF_8.name());
    letter.setSentDate(Date.from(message.receivedAt()));
    // No machine is to answer (RFC 3834).
    letter.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(format(words, "voicemail.text", facts), StandardCharsets.UTF_8.name());
    MimeBodyPart sound = new MimeBodyPart();
    sound.setDataHandler(new DataHandler(new ByteArrayDataSource(recorded, "audio/x-wav")));
    sound.setFileName("voicemail-" + message.mailbox() + "-" + message.id() + ".wav");
    letter.setContent(new MimeMultipart(text, sound));
    return letter;
  }

  private static String format(ResourceBundle words, String key, Object[] facts) {
    return new MessageFormat(words.getString(key), Locale.ROOT).format(facts);
  }
}
