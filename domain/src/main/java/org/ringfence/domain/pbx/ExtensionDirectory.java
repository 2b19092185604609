package org.ringfence.domain.pbx;

import java.util.List;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.tenant.TenantId;

/**
 * Who has which number, without what their phones prove themselves with: for lists, menus and
 * counts, which must not become slower with what they do not show.
 */
public interface ExtensionDirectory {
  /** One line of the directory. */
  record Entry(ExtensionId id, ExtensionNumber number, DisplayName name) {}

  /** What a list is sorted by. Numbers are sorted as numbers. */
  enum Order {
    NUMBER,
    NAME
  }

  /**
   * How many match.
   *
   * @param text part of a number or a name in any case; empty for all
   */
  int count(TenantId tenantId, String text);

  /**
   * A part of those that {@link #count} counts.
   *
   * @param first how many to leave out before
   * @param most how many at most
   */
  List<Entry> list(
      TenantId tenantId, String text, Order order, boolean descending, int first, int most);
}
