package org.ringfence.web.lead;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.Lead;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.widget.Widgets;

/** The leads, with what is looked for in the page's address. */
@Named("leadsPage")
@RequestScoped
public class LeadsPage {
  private static final int ROWS = 50;

  @Inject CurrentTenant tenant;
  @Inject Leads leads;
  @Inject Widgets widgets;

  /** By parameter; the page's view parameters write it, also when it renders again by push. */
  private final Map<String, String> values = new HashMap<>();

  private String refusal = "";
  private final Lazy<LeadFilter> filter = new Lazy<>(() -> LeadFilter.of(values::get));
  private final Lazy<Leads.Page> page = new Lazy<>(this::read);
  private final Lazy<List<Widget>> known = new Lazy<>(() -> widgets.list(tenant.id()));
  private final Lazy<Map<WidgetId, String>> names =
      new Lazy<>(
          () ->
              known.get().stream()
                  .collect(Collectors.toMap(Widget::id, widget -> widget.name().value())));

  private Leads.Page read() {
    try {
      return leads.list(tenant.id(), filter.get().query(ROWS));
    } catch (InvalidForm malformed) {
      refusal = malformed.firstSentence();
      return new Leads.Page(List.of(), Optional.empty());
    }
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<Lead> getRows() {
    return page.get().leads();
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
    return tenant.getPath() + "/leads?" + parameters + between + more;
  }

  /** Where the same leads are to be had as a table for other programs. */
  public String getExport() {
    return "/export/" + tenant.getSlug() + "/leads.csv?" + filter.get().inAddress();
  }

  public CallbackState[] getStates() {
    return CallbackState.values();
  }

  public List<Widget> getWidgets() {
    return known.get();
  }

  /** Name of the widget it came from; empty when that is deleted. */
  public String widgetName(Lead lead) {
    return names.get().getOrDefault(lead.request().widgetId(), "");
  }

  /** Where the visitor came from, in a word: the campaign's source, or the website before. */
  public String source(Lead lead) {
    String source = lead.details().campaign().getOrDefault("source", "");
    return source.isEmpty() ? lead.details().referrer() : source;
  }
}
