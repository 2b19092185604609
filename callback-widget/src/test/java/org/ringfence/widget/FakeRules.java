package org.ringfence.widget;

import java.util.HashMap;
import java.util.Map;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.tenant.TenantId;

/** Rules in memory. */
final class FakeRules implements DialingRulesRepository {
  private final Map<TenantId, DialingRules> saved = new HashMap<>();

  @Override
  public DialingRules find(TenantId tenantId) {
    return saved.getOrDefault(tenantId, DialingRules.DEFAULT);
  }

  @Override
  public void save(TenantId tenantId, DialingRules rules) {
    saved.put(tenantId, rules);
  }
}
