package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.DialingRulesRepository;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaDialingRules extends JpaRepository implements DialingRulesRepository {
  /** Ends with the column of the tenant. */
  static final String RULES =
      "SELECT tenant_id, trunk_order, from_hour, to_hour, expiry FROM callback_dialing"
          + " WHERE tenant_id";

  @Override
  public DialingRules find(TenantId tenantId) {
    return rows(RULES + " = ?", tenantId.toString()).stream()
        .findFirst()
        .map(JpaDialingRules::rules)
        .orElse(DialingRules.DEFAULT);
  }

  static DialingRules rules(Object[] row) {
    return new DialingRules(
        TrunkChoice.Order.valueOf(row[1].toString()),
        new CallingHours(whole(row[2]), whole(row[3])),
        Duration.ofSeconds(whole(row[4])));
  }

  @Override
  public void save(TenantId tenantId, DialingRules rules) {
    change(
        "INSERT INTO callback_dialing (tenant_id, trunk_order, from_hour, to_hour, expiry)"
            + " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE trunk_order = VALUES(trunk_order),"
            + " from_hour = VALUES(from_hour), to_hour = VALUES(to_hour), expiry = VALUES(expiry)",
        tenantId.toString(),
        rules.order().name(),
        rules.hours().from(),
        rules.hours().to(),
        rules.expiry().toSeconds());
  }

  private static int whole(Object column) {
    return ((Number) column).intValue();
  }
}
