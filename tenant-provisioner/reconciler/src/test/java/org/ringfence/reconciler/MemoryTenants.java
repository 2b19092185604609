package org.ringfence.reconciler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.tenant.Slug;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.tenant.TenantRepository;

/** Tenants, in memory. */
final class MemoryTenants implements TenantRepository {
  private final Map<TenantId, Tenant> rows = new LinkedHashMap<>();

  @Override
  public void add(Tenant tenant) {
    rows.put(tenant.id(), tenant);
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public Optional<Tenant> findBySlug(Slug slug) {
    return rows.values().stream().filter(tenant -> tenant.slug().equals(slug)).findFirst();
  }

  @Override
  public List<Tenant> list() {
    return List.copyOf(rows.values());
  }

  @Override
  public List<Tenant> withPendingIdentity(int limit) {
    return List.of();
  }

  @Override
  public void identityReady(TenantId id, Optional<Secret> firstPassword) {}

  @Override
  public Optional<Secret> takeFirstPassword(TenantId id) {
    return Optional.empty();
  }
}
