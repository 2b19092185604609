package org.ringfence.web.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's calls, as its people look them up. */
@ApplicationScoped
@Transactional
public class Calls {
  @Inject CallbackRepository callbacks;

  /** Older ones are found by the search of the history. */
  private static final int MOST = 500;

  /** The newest first. */
  public List<Call> list(TenantId tenantId) {
    return page(tenantId, 0, MOST);
  }

  /** How many {@link #list} has. */
  public int count(TenantId tenantId) {
    return callbacks.countCalls(tenantId, MOST);
  }

  /** Some of them. */
  public List<Call> page(TenantId tenantId, int first, int most) {
    return callbacks.calls(tenantId, first, most);
  }

  public Optional<Call> find(TenantId tenantId, AttemptId id) {
    return callbacks.call(tenantId, id);
  }
}
