package org.ringfence.domain.callback;

import org.ringfence.domain.tenant.TenantId;

/** When and by which trunks tenants' callbacks are made. */
public interface DialingRulesRepository {
  /** {@link DialingRules#DEFAULT} until some are saved. */
  DialingRules find(TenantId tenantId);

  void save(TenantId tenantId, DialingRules rules);
}
