package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.domain.access.ApiKeySecret;
import org.ringfence.domain.access.KeyArea;
import org.ringfence.domain.access.KeyScope;
import org.ringfence.domain.tenant.TenantId;

class ApiKeyRepositoryIT {
  private static final KeyScope SCOPE =
      KeyScope.in(Map.of(KeyArea.TRUNKS, ApiKey.Scope.WRITE, KeyArea.CALLS, ApiKey.Scope.READ));

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void twoTenants() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private ApiKeySecret key(Optional<TenantId> owner, Optional<Instant> end) {
    ApiKey key =
        new ApiKey(
            ApiKeyId.random(),
            owner,
            new DisplayName("Billing"),
            SCOPE,
            "anna",
            NOW,
            end,
            Optional.empty());
    ApiKeySecret secret = ApiKeySecret.random(key.id());
    database.keys.add(key, secret.digest());
    return secret;
  }

  @Test
  void aKeyIsFoundByItsSecretAndByNoOther() {
    ApiKeySecret secret = key(Optional.of(acme), Optional.of(NOW.plusSeconds(60)));

    ApiKey found = database.keys.findBySecret(secret).orElseThrow();
    assertThat(found.tenantId()).contains(acme);
    assertThat(found.scope()).isEqualTo(SCOPE);
    assertThat(found.expiresAt()).contains(NOW.plusSeconds(60));
    assertThat(database.keys.findBySecret(ApiKeySecret.random(found.id()))).isEmpty();
    assertThat(database.keys.findBySecret(ApiKeySecret.random(ApiKeyId.random()))).isEmpty();
  }

  @Test
  void aTenantSeesAndRevokesItsOwnKeysOnly() {
    ApiKeySecret theirs = key(Optional.of(zeta), Optional.empty());
    ApiKeySecret hosters = key(Optional.empty(), Optional.empty());

    assertThat(database.keys.list(acme)).isEmpty();
    assertThat(database.keys.remove(acme, theirs.id())).isFalse();
    assertThat(database.keys.remove(acme, hosters.id())).isFalse();
    assertThat(database.keys.removeOfHoster(theirs.id())).isFalse();
    assertThat(database.keys.ofHoster()).extracting(ApiKey::id).containsExactly(hosters.id());
    assertThat(database.keys.remove(zeta, theirs.id())).isTrue();
    assertThat(database.keys.findBySecret(theirs)).isEmpty();
  }

  @Test
  void itsLastUseIsKept() {
    ApiKeySecret secret = key(Optional.of(acme), Optional.empty());
    database.keys.used(secret.id(), NOW.plusSeconds(5));

    assertThat(database.keys.list(acme))
        .singleElement()
        .satisfies(key -> assertThat(key.lastUsedAt()).contains(NOW.plusSeconds(5)));
  }
}
