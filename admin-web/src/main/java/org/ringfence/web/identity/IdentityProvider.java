package org.ringfence.web.identity;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The realm in Keycloak: whether it answers, and its keys. */
@ApplicationScoped
public class IdentityProvider {
  private static final Logger LOG = Logger.getLogger(IdentityProvider.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  @Inject OpenIdSettings settings;
  @Inject Clock clock;

  private HttpClient http;
  private AccessTokens tokens;

  @PostConstruct
  void connect() {
    http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      // Keys are fetched when a token names an unknown one and outlive an outage of Keycloak:
      // tokens in circulation stay good until they expire.
      tokens =
          new AccessTokens(
              settings.getProvider(),
              settings.getClientId(),
              JWKSourceBuilder.create(
                      URI.create(settings.getProvider() + "/protocol/openid-connect/certs").toURL(),
                      new DefaultResourceRetriever(3000, 3000, 100_000))
                  .retrying(true)
                  .outageTolerant(Duration.ofHours(12).toMillis())
                  .build(),
              clock);
    } catch (MalformedURLException wrong) {
      throw new IllegalStateException("ringfence.oidc.provider is not an address", wrong);
    }
  }

  /** Asked only when somebody is about to be sent there, so that they do not meet a dead page. */
  boolean isReachable() {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(settings.getProvider() + "/.well-known/openid-configuration"))
            .timeout(PATIENCE)
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        LOG.log(Level.WARNING, "Keycloak answers {0} for the realm", status);
      }
      return status == 200;
    } catch (IOException unreachable) {
      LOG.log(Level.WARNING, "Keycloak cannot be reached: {0}", unreachable.toString());
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  IdentityClaims verify(String accessToken) throws AccessTokens.Refused {
    return tokens.verify(accessToken);
  }
}
