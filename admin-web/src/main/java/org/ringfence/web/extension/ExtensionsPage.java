package org.ringfence.web.extension;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.primefaces.model.SortOrder;
import org.ringfence.domain.pbx.ExtensionDirectory.Entry;
import org.ringfence.domain.pbx.ExtensionDirectory.Order;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.PagedRows;
import org.ringfence.web.tenant.CurrentTenant;

/** The extensions of a tenant; only those that are shown are read. */
@Named("extensionsPage")
@RequestScoped
public class ExtensionsPage {
  @Inject CurrentTenant tenant;
  @Inject Directory directory;

  private final Lazy<Integer> count = new Lazy<>(() -> directory.count(tenant.id(), ""));
  private final Lazy<LazyDataModel<Entry>> rows =
      new Lazy<>(() -> new PagedRows<>(count.get(), this::read));

  public int getCount() {
    return count.get();
  }

  public LazyDataModel<Entry> getRows() {
    return rows.get();
  }

  private List<Entry> read(int first, int most, SortMeta sort) {
    Order order = "name".equals(sort.getField()) ? Order.NAME : Order.NUMBER;
    boolean descending = sort.getOrder() == SortOrder.DESCENDING;
    return directory.page(tenant.id(), "", order, descending, first, most);
  }
}
