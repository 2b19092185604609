package org.ringfence.web.extension;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.ringfence.domain.pbx.ExtensionDirectory;
import org.ringfence.domain.pbx.ExtensionDirectory.Entry;
import org.ringfence.domain.pbx.ExtensionDirectory.Order;
import org.ringfence.domain.tenant.TenantId;

/** A tenant's extensions as people look them up and choose among them. */
@ApplicationScoped
@Transactional
public class Directory {
  @Inject ExtensionDirectory extensions;

  public int count(TenantId tenantId, String text) {
    return extensions.count(tenantId, text);
  }

  public List<Entry> page(
      TenantId tenantId, String text, Order order, boolean descending, int first, int most) {
    return extensions.list(tenantId, text, order, descending, first, most);
  }

  /** Everybody by number, for a menu. */
  public List<Entry> all(TenantId tenantId) {
    return extensions.list(tenantId, "", Order.NUMBER, false, 0, Integer.MAX_VALUE);
  }
}
