package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.primefaces.model.SortOrder;
import org.ringfence.domain.tenant.TenantDirectory.Order;
import org.ringfence.web.shell.Lazy;

/** All tenants, for the hosting admin; only those that are shown are read. */
@Named("tenantsPage")
@RequestScoped
public class TenantsPage {
  @Inject Tenants tenants;

  private final Lazy<Integer> count = new Lazy<>(() -> tenants.count());
  private final Lazy<LazyDataModel<Tenants.Overview>> rows =
      new Lazy<>(() -> new Rows(tenants, count.get()));

  public int getCount() {
    return count.get();
  }

  public LazyDataModel<Tenants.Overview> getRows() {
    return rows.get();
  }

  private static final class Rows extends LazyDataModel<Tenants.Overview> {
    private static final long serialVersionUID = 1L;

    private final transient Tenants tenants;
    private final int count;

    Rows(Tenants tenants, int count) {
      this.tenants = tenants;
      this.count = count;
      setRowCount(count);
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return count;
    }

    @Override
    public List<Tenants.Overview> load(
        int first, int pageSize, Map<String, SortMeta> sorts, Map<String, FilterMeta> filters) {
      SortMeta sort =
          sorts.values().stream().filter(SortMeta::isActive).findFirst().orElse(new SortMeta());
      Order order = "slug".equals(sort.getField()) ? Order.SLUG : Order.NAME;
      return tenants.page(order, sort.getOrder() == SortOrder.DESCENDING, first, pageSize);
    }
  }
}
