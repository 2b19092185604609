package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.primefaces.model.SortOrder;
import org.ringfence.domain.tenant.TenantDirectory.Order;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.PagedRows;

/** All tenants, for the hosting admin; only those that are shown are read. */
@Named("tenantsPage")
@RequestScoped
public class TenantsPage {
  @Inject Tenants tenants;

  private final Lazy<Integer> count = new Lazy<>(() -> tenants.count());
  private final Lazy<LazyDataModel<Tenants.Overview>> rows =
      new Lazy<>(() -> new PagedRows<>(count.get(), this::read));

  public int getCount() {
    return count.get();
  }

  public LazyDataModel<Tenants.Overview> getRows() {
    return rows.get();
  }

  private List<Tenants.Overview> read(int first, int most, SortMeta sort) {
    Order order = "slug".equals(sort.getField()) ? Order.SLUG : Order.NAME;
    return tenants.page(order, sort.getOrder() == SortOrder.DESCENDING, first, most);
  }
}
