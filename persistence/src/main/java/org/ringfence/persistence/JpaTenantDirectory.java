package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantDirectory;

@ApplicationScoped
@Transactional
class JpaTenantDirectory extends JpaRepository implements TenantDirectory {
  @Override
  public int count() {
    return entities
        .createQuery("select count(t) from TenantRow t", Long.class)
        .getSingleResult()
        .intValue();
  }

  @Override
  public List<Tenant> list(Order order, boolean descending, int first, int most) {
    String way = descending ? " desc" : "";
    String sorting =
        switch (order) {
          case NAME -> " order by t.name" + way + ", t.slug";
          case SLUG -> " order by t.slug" + way;
        };
    return read(
            entities
                .createQuery("select t from TenantRow t" + sorting, TenantRow.class)
                .setFirstResult(first)
                .setMaxResults(most))
        .stream()
        .map(TenantRow::toTenant)
        .toList();
  }
}
