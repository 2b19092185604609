package org.ringfence.domain.plan;

import java.util.List;
import java.util.Optional;
import org.ringfence.domain.AcrossTenants;
import org.ringfence.domain.tenant.TenantId;

/** The plans of this platform. Which of them a tenant has is kept with its VM. */
@AcrossTenants("plans are the hoster's")
public interface PlanRepository {
  /** All plans by name. */
  List<Plan> list();

  Optional<Plan> find(PlanId id);

  /**
   * Adds or changes a plan.
   *
   * @throws org.ringfence.domain.pbx.NameTaken when another plan has this name
   */
  void save(Plan plan);

  /** Deletes it; false when a tenant has it. */
  boolean delete(PlanId id);

  /** Who has it. */
  List<TenantId> tenants(PlanId id);
}
