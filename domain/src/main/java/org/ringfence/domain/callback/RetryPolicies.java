package org.ringfence.domain.callback;

import org.ringfence.domain.tenant.TenantId;

/** What tenants want to be tried again. */
public interface RetryPolicies {
  /** {@link RetryPolicy#NONE} until one is saved. */
  RetryPolicy find(TenantId tenantId);

  void save(TenantId tenantId, RetryPolicy policy);
}
