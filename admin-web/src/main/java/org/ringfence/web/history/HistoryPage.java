package org.ringfence.web.history;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.trunk.Trunks;

/** The history of all calls, with what is looked for in the page's address. */
@Named("historyPage")
@RequestScoped
public class HistoryPage {
  private static final int ROWS = 50;

  @Inject CurrentTenant tenant;
  @Inject History history;
  @Inject Extensions extensions;
  @Inject Trunks trunks;

  /** By parameter; the page's view parameters write it, also when it renders again by push. */
  private final Map<String, String> values = new HashMap<>();

  private String refusal = "";
  private final Lazy<HistoryFilter> filter = new Lazy<>(() -> HistoryFilter.of(values::get));
  private final Lazy<History.Page> page = new Lazy<>(this::read);

  private History.Page read() {
    try {
      return history.list(tenant.id(), filter.get().query(ROWS));
    } catch (InvalidForm malformed) {
      refusal = malformed.firstSentence();
      return new History.Page(List.of(), java.util.Optional.empty());
    }
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<CallRecord> getRows() {
    return page.get().calls();
  }

  /** Why nothing is shown; empty when the address is well-formed. */
  public String getRefusal() {
    page.get();
    return refusal;
  }

  public boolean isFiltered() {
    return filter.get().isAny();
  }

  /** Address of the following page; empty on the last one. */
  public String getOlder() {
    return page.get().next().map(cursor -> address("after=" + cursor)).orElse("");
  }

  /** Address of the first page; empty on that one. */
  public String getNewest() {
    return filter.get().get("after").isEmpty() ? "" : address("");
  }

  private String address(String more) {
    String parameters = filter.get().inAddress();
    String between = parameters.isEmpty() || more.isEmpty() ? "" : "&";
    return tenant.getPath() + "/history?" + parameters + between + more;
  }

  /** Where the same calls are to be had as a table for other programs. */
  public String getExport() {
    return "/download/" + tenant.getSlug() + "/calls.csv?" + filter.get().inAddress();
  }

  public CallRecord.Direction[] getDirections() {
    return CallRecord.Direction.values();
  }

  public CallRecord.Outcome[] getOutcomes() {
    return CallRecord.Outcome.values();
  }

  public List<Extension> getExtensions() {
    return extensions.list(tenant.id());
  }

  public List<Trunk> getTrunks() {
    return trunks.list(tenant.id()).stream().map(Trunks.Overview::trunk).toList();
  }

  /** The colour of what became of a call. */
  public String tone(CallRecord call) {
    return switch (call.outcome()) {
      case RUNNING -> "busy";
      case ANSWERED -> "good";
      case NOT_ANSWERED, BUSY -> "off";
      case FAILED, CUT_OFF -> "bad";
    };
  }
}
