package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.ExtensionDirectory;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Reads three columns and opens no secret. */
@ApplicationScoped
@Transactional
class JpaExtensionDirectory extends JpaRepository implements ExtensionDirectory {
  private static final String MATCHING =
      " from ExtensionRow e where e.tenantId = :tenant"
          + " and (:text = '' or e.number like :part escape '!' or e.name like :part escape '!'"
          + " or e.id = :text)";

  @Override
  public int count(TenantId tenantId, String text) {
    return entities
        .createQuery("select count(e)" + MATCHING, Long.class)
        .setParameter("tenant", tenantId.toString())
        .setParameter("text", text)
        .setParameter("part", part(text))
        .getSingleResult()
        .intValue();
  }

  @Override
  public List<Entry> list(
      TenantId tenantId, String text, Order order, boolean descending, int first, int most) {
    String way = descending ? " desc" : "";
    String sorting =
        switch (order) {
          case NUMBER -> " order by length(e.number)" + way + ", e.number" + way;
          case NAME -> " order by e.name" + way + ", length(e.number), e.number";
        };
    return entities
        .createQuery("select e.id, e.number, e.name" + MATCHING + sorting, Object[].class)
        .setParameter("tenant", tenantId.toString())
        .setParameter("text", text)
        .setParameter("part", part(text))
        .setFirstResult(first)
        .setMaxResults(most)
        .getResultStream()
        .map(
            row ->
                new Entry(
                    ExtensionId.parse((String) row[0]),
                    new ExtensionNumber((String) row[1]),
                    new DisplayName((String) row[2])))
        .toList();
  }

  private static String part(String text) {
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
