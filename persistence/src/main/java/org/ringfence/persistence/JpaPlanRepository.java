package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.plan.PlanRepository;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaPlanRepository extends JpaRepository implements PlanRepository {
  @Override
  public List<Plan> list() {
    return read(
            entities.createQuery("select p from PlanRow p order by p.name, p.id", PlanRow.class))
        .stream()
        .map(PlanRow::toPlan)
        .toList();
  }

  @Override
  public Optional<Plan> find(PlanId id) {
    return readOne(
            entities
                .createQuery("select p from PlanRow p where p.id = :id", PlanRow.class)
                .setParameter("id", id.toString()))
        .map(PlanRow::toPlan);
  }

  @Override
  public void save(Plan plan) {
    try {
      entities.merge(PlanRow.of(plan));
      flush();
    } catch (PersistenceException e) {
      if (isDuplicateOf("plan_name", e)) {
        throw new NameTaken("name", "Another plan has this name. Please choose another one.");
      }
      throw e;
    }
  }

  @Override
  public boolean delete(PlanId id) {
    // One statement, so that nobody is given the plan in between.
    return entities
            .createQuery(
                "delete from PlanRow p where p.id = :id"
                    + " and not exists (select v from VmRow v where v.plan.id = :id)")
            .setParameter("id", id.toString())
            .executeUpdate()
        == 1;
  }

  @Override
  public List<TenantId> tenants(PlanId id) {
    return read(
            entities
                .createQuery(
                    "select v.tenantId from VmRow v where v.plan.id = :id"
                        + " and v.tenantId is not null order by v.name",
                    String.class)
                .setParameter("id", id.toString()))
        .stream()
        .map(TenantId::parse)
        .toList();
  }
}
