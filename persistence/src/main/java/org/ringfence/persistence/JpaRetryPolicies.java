package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ringfence.domain.callback.RetryPolicies;
import org.ringfence.domain.callback.RetryPolicy;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaRetryPolicies extends JpaRepository implements RetryPolicies {
  @Override
  public RetryPolicy find(TenantId tenantId) {
    List<?> rows =
        entities
            .createNativeQuery(
                "SELECT outcome, times, pause FROM callback_retry WHERE tenant_id = :tenant",
                Object[].class)
            .setParameter("tenant", tenantId.toString())
            .getResultList();
    Map<RetryPolicy.Outcome, RetryPolicy.Rule> rules = new EnumMap<>(RetryPolicy.Outcome.class);
    for (Object found : rows) {
      Object[] row = (Object[]) found;
      rules.put(
          RetryPolicy.Outcome.valueOf((String) row[0]),
          new RetryPolicy.Rule(
              ((Number) row[1]).intValue(), Duration.ofSeconds(((Number) row[2]).longValue())));
    }
    return new RetryPolicy(rules);
  }

  @Override
  public void save(TenantId tenantId, RetryPolicy policy) {
    entities
        .createNativeQuery("DELETE FROM callback_retry WHERE tenant_id = :tenant")
        .setParameter("tenant", tenantId.toString())
        .executeUpdate();
    policy
        .rules()
        .forEach(
            (outcome, rule) ->
                entities
                    .createNativeQuery(
                        "INSERT INTO callback_retry (tenant_id, outcome, times, pause)"
                            + " VALUES (:tenant, :outcome, :times, :pause)")
                    .setParameter("tenant", tenantId.toString())
                    .setParameter("outcome", outcome.name())
                    .setParameter("times", rule.times())
                    .setParameter("pause", rule.pause().toSeconds())
                    .executeUpdate());
  }
}
