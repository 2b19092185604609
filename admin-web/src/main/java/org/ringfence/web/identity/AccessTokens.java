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
import java.util.Set;

/**
 * Verifies bearer access tokens: signature by the realm's keys, issuer, expiry, that the token was
 * made for the portal (audience) and that it is an access token, not an id token that leaked.
 */
final class AccessTokens {
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  AccessTokens(String issuer, String audience, JWKSource<SecurityContext> keys) {
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
    try {
      return IdentityClaims.of(processor.process(token, null));
    } catch (ParseException | BadJOSEException | JOSEException notGood) {
      throw new Refused(notGood);
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
