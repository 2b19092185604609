package org.ringfence.reconciler;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.ringfence.domain.Text;
import org.ringfence.domain.tenant.Tenant;

/** What all letters of the platform have in common: sender, language, and that a machine wrote. */
final class Letters {
  private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

  private Letters() {}

  /** The words of the tenant's country. */
  static ResourceBundle words(Tenant tenant) {
    return ResourceBundle.getBundle(
        "org.ringfence.reconciler.letters",
        GERMAN.contains(tenant.country().code()) ? Locale.GERMAN : Locale.ENGLISH,
        Letters.class.getClassLoader(),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  static String format(ResourceBundle words, String key, Object... facts) {
    return new MessageFormat(words.getString(key), Locale.ROOT).format(facts);
  }

  /**
   * A text of a stranger's without what cannot be seen, and without addresses that mail programs
   * would make links of.
   */
  static String harmless(String text) {
    return Text.visible(text)
        .replaceAll("(?i)([a-z]):(?=//)", "$1 :")
        .replaceAll("(?i)\\b(www)\\.", "$1 .");
  }

  /**
   * A letter without its content.
   *
   * @param id the same for each try of one letter, so that mail programs know it
   */
  static MimeMessage letter(
      SmtpServer server, Tenant tenant, String id, String to, String subject, Instant written)
      throws MessagingException, UnsupportedEncodingException {
    MimeMessage letter =
        new MimeMessage(server.session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@" + tenant.slug() + ".ringfence>");
          }
        };
    letter.setFrom(
        new InternetAddress(
            server.from().value(), tenant.name().value(), StandardCharsets.UTF_8.name()));
    letter.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    letter.setSubject(subject, StandardCharsets.UTF_8.name());
    letter.setSentDate(Date.from(written));
    // No machine is to answer (RFC 3834).
    letter.setHeader("Auto-Submitted", "auto-generated");
    return letter;
  }
}
