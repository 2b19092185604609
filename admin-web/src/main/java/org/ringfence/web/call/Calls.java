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

  /** The newest first. */
  public List<Call> list(TenantId tenantId) {
    return callbacks.calls(tenantId, 500);
  }

  /** Only so many of them. */
  public List<Call> newest(TenantId tenantId, int most) {
    return callbacks.calls(tenantId, most);
  }

  public Optional<Call> find(TenantId tenantId, AttemptId id) {
    return callbacks.call(tenantId, id);
  }
}
