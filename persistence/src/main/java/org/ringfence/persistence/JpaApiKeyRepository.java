package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.domain.access.ApiKeyRepository;
import org.ringfence.domain.access.ApiKeySecret;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaApiKeyRepository extends JpaRepository implements ApiKeyRepository {
  private static final String NEWEST = " order by k.createdAt desc, k.id";

  @Override
  public List<ApiKey> list(TenantId tenantId) {
    return read(
            entities
                .createQuery(
                    "select k from ApiKeyRow k where k.tenantId = :tenant" + NEWEST,
                    ApiKeyRow.class)
                .setParameter("tenant", tenantId.toString()))
        .stream()
        .map(ApiKeyRow::toKey)
        .toList();
  }

  @Override
  public List<ApiKey> ofHoster() {
    return read(
            entities.createQuery(
                "select k from ApiKeyRow k where k.tenantId is null" + NEWEST, ApiKeyRow.class))
        .stream()
        .map(ApiKeyRow::toKey)
        .toList();
  }

  @Override
  public void add(ApiKey key, byte[] digest) {
    insert(ApiKeyRow.of(key, digest));
  }

  @Override
  public boolean remove(TenantId tenantId, ApiKeyId id) {
    return entities
            .createQuery("delete from ApiKeyRow k where k.id = :id and k.tenantId = :tenant")
            .setParameter("id", id.toString())
            .setParameter("tenant", tenantId.toString())
            .executeUpdate()
        == 1;
  }

  @Override
  public boolean removeOfHoster(ApiKeyId id) {
    return entities
            .createQuery("delete from ApiKeyRow k where k.id = :id and k.tenantId is null")
            .setParameter("id", id.toString())
            .executeUpdate()
        == 1;
  }

  @Override
  public Optional<ApiKey> findBySecret(ApiKeySecret secret) {
    return readOne(
            entities
                .createQuery("select k from ApiKeyRow k where k.id = :id", ApiKeyRow.class)
                .setParameter("id", secret.id().toString()))
        .filter(row -> secret.matches(row.digest))
        .map(ApiKeyRow::toKey);
  }

  @Override
  public void used(ApiKeyId id, Instant now) {
    entities
        .createQuery("update ApiKeyRow k set k.lastUsedAt = :now where k.id = :id")
        .setParameter("now", Micros.of(now))
        .setParameter("id", id.toString())
        .executeUpdate();
  }
}
