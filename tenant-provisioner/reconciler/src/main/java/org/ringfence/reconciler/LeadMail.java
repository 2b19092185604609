package org.ringfence.reconciler;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.LeadDetails;
import org.ringfence.domain.callback.LeadLetters;
import org.ringfence.domain.callback.LeadLetters.Outgoing;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantRepository;

/**
 * Tells whoever a widget's owner named that somebody wants to be called, at least once. What the
 * mail server does not take is tried again for a day. Nothing a visitor typed is in the subject,
 * and no address in it can be pressed but the owner's own page.
 */
final class LeadMail {
  static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration NEWS = Duration.ofDays(1);
  private static final Logger LOG = Logger.getLogger(LeadMail.class.getName());

  private final LeadLetters letters;
  private final TenantRepository tenants;
  private final SmtpServer server;
  private final String portal;
  private final Clock clock;

  /**
   * Sends nothing yet.
   *
   * @param portal the portal's address, without a slash at its end
   */
  LeadMail(
      LeadLetters letters,
      TenantRepository tenants,
      SmtpServer server,
      String portal,
      Clock clock) {
    this.letters = letters;
    this.tenants = tenants;
    this.server = server;
    this.portal = portal;
    this.clock = clock;
  }

  /** Sends one that is due; false when there is none. */
  boolean sendOne() {
    Instant now = clock.instant();
    Optional<Outgoing> due = letters.claim(AGAIN, now.minus(NEWS), now);
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
      letters.sent(outgoing.tenantId(), outgoing.lead().request().id());
    } catch (MessagingException | UnsupportedEncodingException failure) {
      LOG.log(
          Level.WARNING, "Tenant " + outgoing.tenantId() + " is not told of a lead yet", failure);
    }
  }

  private MimeMessage letter(Outgoing outgoing, Tenant tenant)
      throws MessagingException, UnsupportedEncodingException {
    ResourceBundle words = Letters.words(tenant);
    var request = outgoing.lead().request();
    LeadDetails details = outgoing.lead().details();
    StringBuilder text = new StringBuilder();
    line(text, words, "lead.intro", outgoing.widget().value());
    text.append('\n');
    line(text, words, "lead.number", request.visitor().value());
    line(text, words, "lead.name", Letters.harmless(details.name()));
    line(text, words, "lead.department", details.department());
    if (request.dueAt().isAfter(request.requestedAt())) {
      line(text, words, "lead.at", request.dueAt().toString());
    }
    // Of a website that the owner listed; what a visitor put behind it is cut off.
    line(text, words, "lead.page", request.page().split("[?#]", 2)[0]);
    line(text, words, "lead.referrer", Letters.harmless(details.referrer()));
    line(text, words, "lead.campaign", Letters.harmless(campaign(details.campaign())));
    details.consent().ifPresent(given -> line(text, words, "lead.consent", given.at().toString()));
    text.append('\n');
    line(
        text,
        words,
        "lead.where",
        portal + "/t/" + tenant.slug() + "/leads/" + outgoing.lead().request().id());
    text.append('\n');
    line(text, words, "lead.typed", tenant.name().value());
    MimeMessage letter =
        Letters.letter(
            server,
            tenant,
            "lead-" + request.id(),
            outgoing.to().value(),
            Letters.format(
                words, "lead.subject", outgoing.widget().value(), request.visitor().value()),
            request.requestedAt());
    letter.setText(text.toString(), StandardCharsets.UTF_8.name());
    return letter;
  }

  private static String campaign(Map<String, String> campaign) {
    return new TreeMap<>(campaign)
        .entrySet().stream()
            .map(parameter -> parameter.getKey() + " " + parameter.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Nothing where there is nothing to say. */
  private static void line(StringBuilder text, ResourceBundle words, String key, String fact) {
    if (!fact.isEmpty()) {
      text.append(Letters.format(words, key, fact)).append('\n');
    }
  }
}
