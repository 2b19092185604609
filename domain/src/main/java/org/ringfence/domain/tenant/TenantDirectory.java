package org.ringfence.domain.tenant;

import java.util.List;
import org.ringfence.domain.AcrossTenants;

/**
 * All tenants a part at a time, for lists that must not become slower with what they do not show.
 */
@AcrossTenants("the hosting admin sees all")
public interface TenantDirectory {
  /** What a list is sorted by. */
  enum Order {
    NAME,
    SLUG
  }

  int count();

  /**
   * A part of all tenants.
   *
   * @param first how many to leave out before
   * @param most how many at most
   */
  List<Tenant> list(Order order, boolean descending, int first, int most);
}
