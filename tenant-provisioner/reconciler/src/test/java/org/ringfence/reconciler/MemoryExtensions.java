package org.ringfence.reconciler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.tenant.TenantId;

/** The extensions of one tenant, in memory. */
final class MemoryExtensions implements ExtensionRepository {
  private final List<Extension> rows = new ArrayList<>();

  @Override
  public List<Extension> list(TenantId tenantId) {
    return List.copyOf(rows);
  }

  @Override
  public Optional<Extension> find(TenantId tenantId, ExtensionId id) {
    return rows.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Extension> findByNumber(TenantId tenantId, ExtensionNumber number) {
    return rows.stream().filter(row -> row.number().equals(number)).findFirst();
  }

  @Override
  public void save(TenantId tenantId, Extension extension) {
    delete(tenantId, extension.id());
    rows.add(extension);
  }

  @Override
  public boolean delete(TenantId tenantId, ExtensionId id) {
    return rows.removeIf(row -> row.id().equals(id));
  }
}
