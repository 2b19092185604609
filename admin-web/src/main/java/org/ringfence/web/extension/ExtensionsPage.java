package org.ringfence.web.extension;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.primefaces.model.SortOrder;
import org.ringfence.domain.pbx.ExtensionDirectory.Entry;
import org.ringfence.domain.pbx.ExtensionDirectory.Order;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** The extensions of a tenant; only those that are shown are read. */
@Named("extensionsPage")
@RequestScoped
public class ExtensionsPage {
  @Inject CurrentTenant tenant;
  @Inject Directory directory;

  private final Lazy<Integer> count = new Lazy<>(() -> directory.count(tenant.id(), ""));
  private final Lazy<LazyDataModel<Entry>> rows =
      new Lazy<>(() -> new Rows(directory, tenant.id(), count.get()));

  public int getCount() {
    return count.get();
  }

  public LazyDataModel<Entry> getRows() {
    return rows.get();
  }

  private static final class Rows extends LazyDataModel<Entry> {
    private static final long serialVersionUID = 1L;

    private final transient Directory directory;
    private final transient TenantId tenantId;
    private final int count;

    Rows(Directory directory, TenantId tenantId, int count) {
      this.directory = directory;
      this.tenantId = tenantId;
      this.count = count;
      setRowCount(count);
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return count;
    }

    @Override
    public List<Entry> load(
        int first, int pageSize, Map<String, SortMeta> sorts, Map<String, FilterMeta> filters) {
      SortMeta sort =
          sorts.values().stream().filter(SortMeta::isActive).findFirst().orElse(new SortMeta());
      Order order = "name".equals(sort.getField()) ? Order.NAME : Order.NUMBER;
      boolean descending = sort.getOrder() == SortOrder.DESCENDING;
      return directory.page(tenantId, "", order, descending, first, pageSize);
    }
  }
}
