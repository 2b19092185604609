package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.TreeMap;
import org.ringfence.domain.callback.CallbackRateRepository;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaCallbackRateRepository extends JpaRepository implements CallbackRateRepository {
  @Override
  public CallbackRates find(TenantId tenantId) {
    Map<String, Long> minutes = new TreeMap<>();
    for (Object[] row :
        rows(
            "SELECT beginning, minute FROM callback_rate WHERE tenant_id = ?",
            tenantId.toString())) {
      minutes.put(row[0].toString(), ((Number) row[1]).longValue());
    }
    return new CallbackRates(minutes);
  }

  @Override
  public void save(TenantId tenantId, CallbackRates rates) {
    change("DELETE FROM callback_rate WHERE tenant_id = ?", tenantId.toString());
    rates
        .minutes()
        .forEach(
            (beginning, minute) ->
                change(
                    "INSERT INTO callback_rate (tenant_id, beginning, minute) VALUES (?, ?, ?)",
                    tenantId.toString(),
                    beginning,
                    minute));
  }
}
