package org.ringfence.web.widget;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** One callback widget: the line for the website, and what visitors asked for. */
@Named("widgetPage")
@RequestScoped
public class WidgetPage {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Widgets widgets;
  @Inject Pages pages;

  @Inject
  @ConfigProperty(name = "ringfence.portal.url")
  String portalUrl;

  private final Lazy<Optional<Widget>> widget =
      new Lazy<>(
          () -> pages.id().flatMap(WidgetPage::parse).flatMap(id -> widgets.find(tenant.id(), id)));

  public void load() {
    if (found().isEmpty()) {
      pages.notFound();
    }
  }

  private Optional<Widget> found() {
    return widget.get();
  }

  static Optional<WidgetId> parse(String text) {
    try {
      return Optional.of(WidgetId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public Widget getWidget() {
    return Pages.present(found());
  }

  public String getPath() {
    return tenant.getPath() + "/widgets/" + getWidget().id();
  }

  public List<String> getOrigins() {
    return getWidget().origins().stream().map(Origin::value).sorted().toList();
  }

  /** One line of HTML for the owner's page. The key's alphabet needs no escaping. */
  public String getSnippet() {
    return "<script type=\"module\" src=\""
        + portalUrl
        + "/widget/v1/ringfence-callback.js\"></script><ringfence-callback key=\""
        + getWidget().key()
        + "\"></ringfence-callback>";
  }

  /** The newest callbacks asked for at this widget. */
  public List<CallbackRequest> getCallbacks() {
    return widgets.callbacks(tenant.id()).stream()
        .filter(callback -> callback.widgetId().equals(getWidget().id()))
        .limit(20)
        .toList();
  }

  public void delete() {
    if (widgets.delete(tenant.id(), getWidget().id(), user.getName())) {
      pages.goTo(tenant.getPath() + "/widgets", "widget.deleted", getWidget().name());
    } else {
      pages.notFound();
    }
  }
}
