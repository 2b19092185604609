package org.ringfence.web.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies bearer access tokens: signature by the realm's keys, issuer, expiry, that the token was
 * made for the portal (audience) and that it is an access token, not an id token that leaked.
 *
 * <p>A program sends the same token with all its requests, and verifying it costs more than many of
 * them: what was good a moment ago is known.
 */
final class AccessTokens {
  /** How long a token is good whose key the realm has withdrawn. */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private static final int MOST_KNOWN = 1000;

  /** What a token says, and until when it is not verified again. */
  private record Known(IdentityClaims claims, Instant until) {}

  private final Map<String, Known> known = new LinkedHashMap<>();
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  AccessTokens(String issuer, String audience, JWKSource<SecurityContext> keys, Clock clock) {
    this.clock = clock;
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256), keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder().issuer(issuer).claim("typ", "Bearer").build(),
            Set.of("sub", "exp", "iat")));
  }

  /**
   * What a good token says.
   *
   * @throws Refused when the token is not good for the portal, whatever the reason
   */
  IdentityClaims verify(String token) throws Refused {
    Instant now = clock.instant();
    Optional<IdentityClaims> before = recall(token, now);
    if (before.isPresent()) {
      return before.get();
    }
    try {
      JWTClaimsSet good = processor.process(token, null);
      IdentityClaims claims = IdentityClaims.of(good);
      remember(token, claims, now, good.getExpirationTime().toInstant());
      return claims;
    } catch (ParseException | BadJOSEException | JOSEException notGood) {
      throw new Refused(notGood);
    }
  }

  private Optional<IdentityClaims> recall(String token, Instant now) {
    synchronized (known) {
      return Optional.ofNullable(known.get(token))
          .filter(one -> now.isBefore(one.until()))
          .map(Known::claims);
    }
  }

  private void remember(String token, IdentityClaims claims, Instant now, Instant expiry) {
    Instant soon = now.plus(MEMORY);
    synchronized (known) {
      known.remove(token);
      if (known.size() >= MOST_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
      known.put(token, new Known(claims, expiry.isBefore(soon) ? expiry : soon));
    }
  }

  /** The token is malformed, forged, expired or meant for somebody else. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(Exception cause) {
      super(cause);
    }
  }
}
