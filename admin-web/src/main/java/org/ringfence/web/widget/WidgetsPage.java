package org.ringfence.web.widget;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Collectors;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** All callback widgets of a tenant. */
@Named("widgetsPage")
@RequestScoped
public class WidgetsPage {
  @Inject CurrentTenant tenant;
  @Inject Widgets widgets;

  private final Lazy<List<Widget>> rows = new Lazy<>(() -> widgets.list(tenant.id()));

  public List<Widget> getRows() {
    return rows.get();
  }

  public String origins(Widget widget) {
    return widget.origins().stream().map(Origin::value).sorted().collect(Collectors.joining(", "));
  }
}
