package org.ringfence.web.call;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.ringfence.domain.callback.Call;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** The history of calls; only those that are shown are read. */
@Named("callsPage")
@RequestScoped
public class CallsPage {
  @Inject CurrentTenant tenant;
  @Inject Calls calls;

  private final Lazy<Integer> count = new Lazy<>(() -> calls.count(tenant.id()));
  private final Lazy<LazyDataModel<Call>> rows =
      new Lazy<>(() -> new Rows(calls, tenant.id(), count.get()));

  public int getCount() {
    return count.get();
  }

  public LazyDataModel<Call> getRows() {
    return rows.get();
  }

  /** The colour of how far a call has come. */
  public String tone(Call call) {
    return switch (call.attempt().state()) {
      case SENDING, CALLING_AGENT, CALLING_VISITOR, UNKNOWN -> "busy";
      case BRIDGED, COMPLETED -> "good";
      case FAILED -> "bad";
    };
  }

  private static final class Rows extends LazyDataModel<Call> {
    private static final long serialVersionUID = 1L;

    private final transient Calls calls;
    private final transient TenantId tenantId;
    private final int count;

    Rows(Calls calls, TenantId tenantId, int count) {
      this.calls = calls;
      this.tenantId = tenantId;
      this.count = count;
      setRowCount(count);
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return count;
    }

    @Override
    public List<Call> load(
        int first, int pageSize, Map<String, SortMeta> sorts, Map<String, FilterMeta> filters) {
      return calls.page(tenantId, first, pageSize);
    }
  }
}
