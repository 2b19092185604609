package org.ringfence.web.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.Secret;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.tenant.TenantId;

/** What the portal sees of a pool; nobody fills it here, so that no tenant gets one of it. */
public final class MemoryPool implements PoolRepository {
  final List<PooledMachine> rows = new ArrayList<>();
  private PoolSize size = PoolSize.NONE;

  @Override
  public PoolSize size() {
    return size;
  }

  @Override
  public void resize(PoolSize wanted, Instant now) {
    size = wanted;
  }

  @Override
  public List<PooledMachine> list() {
    return List.copyOf(rows);
  }

  @Override
  public Optional<VirtualMachine> claim(
      TenantId tenantId,
      Optional<PlanId> plan,
      Secret guestSecret,
      Secret amiSecret,
      String reason,
      Instant now) {
    return Optional.empty();
  }

  @Override
  public boolean settle(
      String host, Optional<TemplateId> template, TenantNetwork network, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PooledMachine> claimDue(
      String host, String owner, int limit, Duration lease, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(VmId id, String owner, Instant nextLook) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void waits(PooledMachine machine, String madeAs, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean withdraw(VmId id, String reason, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void failed(VmId id, String reason, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(VmId id, Instant now) {
    throw new UnsupportedOperationException();
  }
}
