package org.ringfence.domain.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/** API keys. One of another tenant is not found. */
public interface ApiKeyRepository {
  /** A tenant's keys, newest first. */
  List<ApiKey> list(TenantId tenantId);

  @AcrossTenants("keys of the hoster belong to no tenant")
  List<ApiKey> ofHoster();

  /** Stores a new key with the digest of its secret. */
  @AcrossTenants("the key says whose it is, and may be the hoster's")
  void add(ApiKey key, byte[] digest);

  /** Revokes it; false when the tenant has no such key. */
  boolean remove(TenantId tenantId, ApiKeyId id);

  @AcrossTenants("keys of the hoster belong to no tenant")
  boolean removeOfHoster(ApiKeyId id);

  /** The key whose secret this is, expired or not. */
  @AcrossTenants("who presents a key says nothing else about itself")
  Optional<ApiKey> findBySecret(ApiKeySecret secret);

  @AcrossTenants("called with a key that has just been checked")
  void used(ApiKeyId id, Instant now);
}
