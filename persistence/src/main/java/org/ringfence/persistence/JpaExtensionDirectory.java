package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.pbx.ExtensionDirectory;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.tenant.TenantId;

/** Reads three columns and opens no secret. */
@ApplicationScoped
@Transactional
class JpaExtensionDirectory extends JpaRepository implements ExtensionDirectory {
  private static final String OF_TENANT = " FROM extension WHERE tenant_id = ?";
  private static final String MATCHING =
      " AND (number LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!' OR id = ?)";

  @Override
  public int count(TenantId tenantId, String text) {
    return ((Number)
            rows("SELECT count(*), 0" + matching(text), parameters(tenantId, text)).get(0)[0])
        .intValue();
  }

  @Override
  public List<Entry> list(
      TenantId tenantId, String text, Order order, boolean descending, int first, int most) {
    String way = descending ? " DESC" : "";
    String sorting =
        switch (order) {
          case NUMBER -> " ORDER BY length(number)" + way + ", number" + way;
          case NAME -> " ORDER BY name" + way + ", length(number), number";
        };
    return rows(
            "SELECT id, number, name" + matching(text) + sorting + " LIMIT " + first + ", " + most,
            parameters(tenantId, text))
        .stream()
        .map(
            row ->
                new Entry(
                    new ExtensionId(UUID.fromString((String) row[0])),
                    new ExtensionNumber((String) row[1]),
                    new DisplayName((String) row[2])))
        .toList();
  }

  private static String matching(String text) {
    return text.isEmpty() ? OF_TENANT : OF_TENANT + MATCHING;
  }

  private static Object[] parameters(TenantId tenantId, String text) {
    return text.isEmpty()
        ? new Object[] {tenantId.toString()}
        : new Object[] {tenantId.toString(), part(text), part(text), text};
  }

  private static String part(String text) {
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
