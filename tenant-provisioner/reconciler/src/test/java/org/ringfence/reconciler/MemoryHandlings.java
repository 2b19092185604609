package org.ringfence.reconciler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.tenant.TenantId;

/** The call handling of one tenant, in memory. */
final class MemoryHandlings implements HandlingRepository {
  private final List<Handling> rows = new ArrayList<>();

  @Override
  public List<Handling> list(TenantId tenantId) {
    return List.copyOf(rows);
  }

  @Override
  public Optional<Handling> find(TenantId tenantId, HandlingId id) {
    return rows.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  @Override
  public void save(TenantId tenantId, Handling handling) {
    delete(tenantId, handling.id());
    rows.add(handling);
  }

  @Override
  public boolean delete(TenantId tenantId, HandlingId id) {
    return rows.removeIf(row -> row.id().equals(id));
  }
}
