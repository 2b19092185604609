package org.ringfence.domain.callback;

import org.ringfence.domain.tenant.TenantId;

/** What callbacks cost. */
public interface CallbackRateRepository {
  /** {@link CallbackRates#NONE} until some are saved. */
  CallbackRates find(TenantId tenantId);

  /** They hold for calls that end from now on. */
  void save(TenantId tenantId, CallbackRates rates);
}
