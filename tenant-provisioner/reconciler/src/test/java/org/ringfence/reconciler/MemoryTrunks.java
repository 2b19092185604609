package org.ringfence.reconciler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkRepository;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.tenant.TenantId;

/** The trunks of one tenant, in memory. */
final class MemoryTrunks implements TrunkRepository {
  final List<Trunk> rows = new ArrayList<>();
  int forgotten;

  /** Runs once in the middle of the next read, as another process's change would. */
  Optional<Runnable> duringNextList = Optional.empty();

  @Override
  public List<Trunk> list(TenantId tenantId) {
    List<Trunk> before = List.copyOf(rows);
    Optional<Runnable> change = duringNextList;
    duringNextList = Optional.empty();
    change.ifPresent(Runnable::run);
    return before;
  }

  @Override
  public Optional<Trunk> find(TenantId tenantId, TrunkId id) {
    return rows.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  @Override
  public void save(TenantId tenantId, Trunk trunk) {
    delete(tenantId, trunk.id());
    rows.add(trunk);
  }

  @Override
  public boolean delete(TenantId tenantId, TrunkId id) {
    return rows.removeIf(row -> row.id().equals(id));
  }

  @Override
  public Map<TrunkId, TrunkStatus> statuses(TenantId tenantId) {
    return Map.of();
  }

  @Override
  public void status(
      TenantId tenantId, String sectionName, TrunkStatus.State state, String detail, Instant now) {}

  @Override
  public void forgetStatuses(TenantId tenantId, Instant now) {
    forgotten++;
  }
}
