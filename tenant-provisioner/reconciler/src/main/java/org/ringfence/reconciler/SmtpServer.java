package org.ringfence.reconciler;

import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;
import org.ringfence.domain.Secret;
import org.ringfence.domain.tenant.EmailAddress;

/**
 * The operator's mail server: {@code ringfence.smtp.host}, {@code .port}, {@code .security}, {@code
 * .user}, {@code .password}, {@code .from}.
 *
 * @param security {@code none}, {@code starttls} (required, the default) or {@code tls}
 */
record SmtpServer(
    String host,
    int port,
    String security,
    Optional<String> user,
    Optional<Secret> password,
    EmailAddress from) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Empty where no server is named.
   *
   * @throws IllegalStateException when a setting is no such thing; its message is for the operator
   */
  static Optional<SmtpServer> of(Config config) {
    return config
        .getOptionalValue("ringfence.smtp.host", String.class)
        .map(
            host -> {
              String security =
                  config
                      .getOptionalValue("ringfence.smtp.security", String.class)
                      .orElse("starttls");
              int standard =
                  switch (security) {
                    case "none" -> 25;
                    case "starttls" -> 587;
                    case "tls" -> 465;
                    default ->
                        throw new IllegalStateException(
                            "ringfence.smtp.security is none, starttls or tls, not " + security);
                  };
              return new SmtpServer(
                  host,
                  config.getOptionalValue("ringfence.smtp.port", Integer.class).orElse(standard),
                  security,
                  config.getOptionalValue("ringfence.smtp.user", String.class),
                  config.getOptionalValue("ringfence.smtp.password", String.class).map(Secret::new),
                  new EmailAddress(config.getValue("ringfence.smtp.from", String.class)));
            });
  }

  Session session() {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", host);
    properties.setProperty("mail.smtp.port", Integer.toString(port));
    properties.setProperty("mail.smtp.from", from.value());
    for (String limit : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty("mail.smtp." + limit, Long.toString(PATIENCE.toMillis()));
    }
    properties.setProperty(
        "mail.smtp.starttls.enable", String.valueOf(security.equals("starttls")));
    properties.setProperty(
        "mail.smtp.starttls.required", String.valueOf(security.equals("starttls")));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(security.equals("tls")));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    if (user.isEmpty() || password.isEmpty()) {
      return Session.getInstance(properties);
    }
    properties.setProperty("mail.smtp.auth", "true");
    PasswordAuthentication account =
        new PasswordAuthentication(user.get(), password.get().reveal());
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return account;
          }
        });
  }
}
