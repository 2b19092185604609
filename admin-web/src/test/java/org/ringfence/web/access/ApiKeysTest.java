package org.ringfence.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.domain.access.ApiKeyRepository;
import org.ringfence.domain.access.ApiKeySecret;
import org.ringfence.domain.access.KeyArea;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class ApiKeysTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryKeys stored = new MemoryKeys();
  private final ApiKeys keys = new ApiKeys();
  private final Optional<TenantId> acme = Optional.of(pbx.tenant("acme"));
  private final Optional<TenantId> other = Optional.of(pbx.tenant("other"));

  ApiKeysTest() {
    keys.keys = stored;
    keys.tenants = pbx.tenants;
    keys.audit = pbx.audit;
    keys.clock = pbx.clock;
  }

  @Test
  void aKeyOpensItsTenantAndIsRecorded() {
    ApiKeys.Created made = keys.create(acme, "Billing", "WRITE", "", "ann");

    ApiKeys.Accepted accepted = keys.check(made.secret().reveal()).orElseThrow();
    assertThat(accepted.tenant().orElseThrow().id()).isEqualTo(acme.orElseThrow());
    assertThat(keys.list(acme))
        .singleElement()
        .satisfies(key -> assertThat(key.lastUsedAt()).contains(pbx.clock.instant()));
    assertThat(pbx.audit.list(acme.orElseThrow(), 10))
        .singleElement()
        .satisfies(entry -> assertThat(entry.action()).isEqualTo("key.created"));
  }

  @Test
  void aKeyOfTheHosterBelongsToNoTenant() {
    ApiKeys.Created made = keys.create(Optional.empty(), "Monitoring", "READ", "30", "root");

    assertThat(keys.check(made.secret().reveal()).orElseThrow().tenant()).isEmpty();
    assertThat(keys.list(acme)).isEmpty();
    assertThat(keys.list(Optional.empty())).hasSize(1);
    assertThat(keys.revoke(acme, made.key().id(), "ann")).isFalse();
  }

  @Test
  void onlyADigestOfTheSecretIsStored() {
    ApiKeys.Created made = keys.create(acme, "Billing", "READ", "", "ann");

    assertThat(stored.digests.get(made.key().id())).isEqualTo(made.secret().digest()).hasSize(32);
    assertThat(made.toString()).doesNotContain(made.secret().reveal().substring(37));
  }

  @Test
  void aRevokedKeyOpensNothingAnyMore() {
    ApiKeys.Created made = keys.create(acme, "Billing", "READ", "", "ann");

    assertThat(keys.revoke(other, made.key().id(), "zoe")).isFalse();
    assertThat(keys.check(made.secret().reveal())).isPresent();
    assertThat(keys.revoke(acme, made.key().id(), "ann")).isTrue();
    assertThat(keys.check(made.secret().reveal())).isEmpty();
  }

  @Test
  void aKeyOpensNothingFromTheMomentItExpires() {
    ApiKeys.Created made = keys.create(acme, "Billing", "READ", "1", "ann");
    Instant end = made.key().expiresAt().orElseThrow();
    assertThat(end).isEqualTo(pbx.clock.instant().plus(Duration.ofDays(1)));

    keys.clock = Clock.fixed(end.minusSeconds(1), ZoneOffset.UTC);
    assertThat(keys.check(made.secret().reveal())).isPresent();
    keys.clock = Clock.fixed(end, ZoneOffset.UTC);
    assertThat(keys.check(made.secret().reveal())).isEmpty();
  }

  @Test
  void anotherSecretWithTheSameIdOpensNothing() {
    ApiKeys.Created made = keys.create(acme, "Billing", "READ", "", "ann");

    assertThat(keys.check(ApiKeySecret.random(made.key().id()).reveal())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rfk_", "rfk_00_x", "eyJhbGciOi", "rfk_zz\r\n"})
  void whatIsNoKeyIsNotLookedFor(String presented) {
    assertThat(keys.check(presented)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', READ, 1, name",
    "A, ALL, 1, scope",
    "A, '', 1, scope",
    "A, calls=ALL, 1, scope",
    "A, garden=READ, 1, scope",
    "A, calls=, 1, scope",
    "A, READ, 0, days",
    "A, READ, -5, days",
    "A, READ, 3651, days",
    "A, READ, x, days"
  })
  void whatIsWrongIsRefusedAtItsField(String name, String scope, String days, String field) {
    assertThatThrownBy(() -> keys.create(acme, name, scope, days, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo(field));
    assertThat(keys.list(acme)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "READ, GET, true",
    "READ, HEAD, true",
    "READ, POST, false",
    "READ, PUT, false",
    "READ, DELETE, false",
    "READ, PATCH, false",
    "WRITE, DELETE, true"
  })
  void aKeyThatMayReadMayNotChangeAnything(String scope, String method, boolean allowed) {
    ApiKeys.Created made = keys.create(acme, "Billing", scope, "", "ann");

    assertThat(made.key().allows(Optional.of(KeyArea.TRUNKS), method)).isEqualTo(allowed);
    assertThat(made.key().allows(Optional.empty(), method)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/tenants/acme/call-records, GET, true",
    "/api/v1/tenants/acme/call-records/1/recording, DELETE, false",
    "/api/v1/tenants/acme/trunks/1/examinations, POST, true",
    "/api/v1/tenants/acme/extensions, GET, false",
    "/api/v1/tenants/acme, GET, false",
    "/api/v1/tenants/acme/api-keys, GET, false",
    "/api/v1/tenants/acme/call-records/../extensions, GET, false",
    "/api/v1/tenants/acme/call-records/%2e%2e/extensions, GET, false",
    "/api/v1/tenants/acme/call-records;x/1, GET, false",
    "/api/v1/tenants//acme/call-records, GET, false",
    "/api/v1/tenants/acme/%63all-records, GET, false",
    "/metrics, GET, false"
  })
  void aKeyForSomeAreasOpensNothingElse(String path, String method, boolean allowed) {
    ApiKeys.Created made = keys.create(acme, "Billing", "calls=READ trunks=WRITE", "", "ann");

    assertThat(made.key().allows(KeyAreas.of(path), method)).isEqualTo(allowed);
  }

  @Test
  void whoGuessesHasToWaitAndNobodyElse() {
    Guesses guesses = new Guesses(pbx.clock);
    for (int i = 0; i < Guesses.ALLOWED; i++) {
      assertThat(guesses.isTooMany("192.0.2.1")).isFalse();
      guesses.failed("192.0.2.1");
    }

    assertThat(guesses.isTooMany("192.0.2.1")).isTrue();
    assertThat(guesses.isTooMany("192.0.2.2")).isFalse();
  }

  /** Keys in memory. */
  private static final class MemoryKeys implements ApiKeyRepository {
    private final List<ApiKey> rows = new ArrayList<>();
    private final Map<ApiKeyId, byte[]> digests = new HashMap<>();

    @Override
    public List<ApiKey> list(TenantId tenantId) {
      return rows.stream().filter(key -> key.tenantId().equals(Optional.of(tenantId))).toList();
    }

    @Override
    public List<ApiKey> ofHoster() {
      return rows.stream().filter(key -> key.tenantId().isEmpty()).toList();
    }

    @Override
    public void add(ApiKey key, byte[] digest) {
      rows.add(key);
      digests.put(key.id(), Arrays.copyOf(digest, digest.length));
    }

    @Override
    public boolean remove(TenantId tenantId, ApiKeyId id) {
      return rows.removeIf(
          key -> key.id().equals(id) && key.tenantId().equals(Optional.of(tenantId)));
    }

    @Override
    public boolean removeOfHoster(ApiKeyId id) {
      return rows.removeIf(key -> key.id().equals(id) && key.tenantId().isEmpty());
    }

    @Override
    public Optional<ApiKey> findBySecret(ApiKeySecret secret) {
      return rows.stream()
          .filter(key -> key.id().equals(secret.id()))
          .filter(key -> secret.matches(digests.getOrDefault(key.id(), new byte[0])))
          .findFirst();
    }

    @Override
    public void used(ApiKeyId id, Instant now) {
      rows.replaceAll(
          key ->
              key.id().equals(id)
                  ? new ApiKey(
                      id,
                      key.tenantId(),
                      key.name(),
                      key.scope(),
                      key.createdBy(),
                      key.createdAt(),
                      key.expiresAt(),
                      Optional.of(now))
                  : key);
    }
  }
}
