package org.ringfence.web.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final String ISSUER = "https://login.example/realms/ringfence";

  private final RSAKey key = key("ours");
  private final List<JWK> realm = new ArrayList<>(List.of(key));
  private Instant now = Instant.now();
  private final AccessTokens tokens =
      new AccessTokens(
          ISSUER,
          "ringfence-portal",
          (selector, context) -> selector.select(new JWKSet(realm)),
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("42")
        .audience(List.of("ringfence-portal", "account"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("typ", "Bearer")
        .claim("preferred_username", "ann")
        .claim("groups", List.of("tenant-admin", "offline_access"))
        .claim("organization", List.of("acme"));
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(AccessTokens.Refused.class);
  }

  @Test
  void aGoodTokenSaysWhoItIsWhatTheyMayAndWhereTheyBelong() throws Exception {
    IdentityClaims ann = tokens.verify(signed(claims().build(), key));

    assertThat(ann.name()).isEqualTo("ann");
    assertThat(ann.roles()).contains("tenant-admin");
    assertThat(ann.organizations()).containsExactly("acme");
  }

  @Test
  void aTokenIsGoodUntilItExpiresHoweverOftenItIsSent() throws Exception {
    String token = signed(claims().expirationTime(Date.from(now.plusSeconds(30))).build(), key);
    tokens.verify(token);
    realm.clear();

    now = now.plusSeconds(29);
    assertThat(tokens.verify(token).name()).isEqualTo("ann");
    now = now.plusSeconds(1);
    assertRefused(token);
  }

  @Test
  void aTokenWhoseKeyWasWithdrawnIsRefusedAMinuteLaterAtMost() throws Exception {
    String token = signed(claims().build(), key);
    tokens.verify(token);
    realm.clear();

    now = now.plusSeconds(60);
    assertRefused(token);
  }

  @Test
  void aTokenThatLooksLikeAKnownOneIsNotTakenForIt() throws Exception {
    String token = signed(claims().build(), key);
    tokens.verify(token);

    assertRefused(token.substring(0, token.length() - 2));
    assertRefused(token.replaceFirst("\\.[^.]+\\.", ".e30."));
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    assertRefused(
        signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(3600))).build(), key));
  }

  @Test
  void aTokenOfAnotherRealmIsRefused() throws Exception {
    assertRefused(signed(claims().issuer("https://login.example/realms/other").build(), key));
  }

  @Test
  void aTokenMadeForAnotherApplicationIsRefused() throws Exception {
    assertRefused(signed(claims().audience("account").build(), key));
  }

  @Test
  void anIdTokenIsNoAccessToken() throws Exception {
    assertRefused(signed(claims().claim("typ", "ID").build(), key));
  }

  @Test
  void aTokenSignedByAnotherKeyOfTheSameNameIsRefused() throws Exception {
    assertRefused(signed(claims().build(), key("ours")));
  }

  @Test
  void anUnsignedTokenAndNoTokenAtAllAreRefused() {
    assertRefused(new PlainJWT(claims().build()).serialize());
    assertRefused("");
    assertRefused("a.b.c");
  }

  @Test
  void keycloakMayWriteTheOrganizationsAsListOrAsObject() {
    assertThat(IdentityClaims.organizations(List.of("acme", "other")))
        .containsExactlyInAnyOrder("acme", "other");
    assertThat(IdentityClaims.organizations(Map.of("acme", Map.of("id", "1"))))
        .containsExactly("acme");
    assertThat(IdentityClaims.organizations("acme")).containsExactly("acme");
    assertThat(IdentityClaims.organizations(null)).isEmpty();
  }
}
