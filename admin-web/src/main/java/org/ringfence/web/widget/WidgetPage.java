package org.ringfence.web.widget;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Sighting;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.web.form.FormMessages;
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
  @Inject WidgetDesigns designs;
  @Inject Pages pages;
  @Inject FormMessages messages;

  @Inject
  @ConfigProperty(name = "ringfence.portal.url")
  String portalUrl;

  private final Lazy<Optional<Widget>> widget =
      new Lazy<>(
          () -> pages.id().flatMap(WidgetPage::parse).flatMap(id -> widgets.find(tenant.id(), id)));

  private final Lazy<WidgetDesign> design =
      new Lazy<>(() -> designs.find(tenant.id(), getWidget().id()).orElse(WidgetDesign.DEFAULT));

  private final Lazy<List<Sighting>> sightings =
      new Lazy<>(() -> designs.sightings(tenant.id(), getWidget().id()));

  private String policy = "";

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
    String script =
        "<script type=\"module\" src=\"" + portalUrl + "/widget/v1/ringfence-callback.js\"";
    return design.get().form() == WidgetDesign.Form.INLINE
        ? script
            + "></script><ringfence-callback key=\""
            + getWidget().key()
            + "\"></ringfence-callback>"
        : script + " data-key=\"" + getWidget().key() + "\"></script>";
  }

  /** Whether a button of the page's own opens it. */
  public boolean isOwn() {
    return design.get().form() == WidgetDesign.Form.OWN;
  }

  /** The websites that asked for the widget, the newest first. */
  public List<Sighting> getSightings() {
    return sightings.get();
  }

  /** Puts a website that asked on the list. */
  public void allow(String origin) {
    messages.attempt(
        () -> {
          if (designs.allow(tenant.id(), getWidget().id(), origin, user.getName())) {
            pages.goTo(getPath(), "widget.check.added", origin);
          } else {
            pages.notFound();
          }
        });
  }

  /** A Content-Security-Policy of the owner's page, as pasted. */
  public String getPolicy() {
    return policy;
  }

  public void setPolicy(@Nullable String policy) {
    this.policy = Objects.requireNonNullElse(policy, "");
  }

  /**
   * What the pasted policy lacks, a sentence each; one that says all is well when it lacks none.
   */
  public List<String> getPolicyFindings() {
    if (policy.isBlank()) {
      return List.of();
    }
    Origin portal = new Origin(portalUrl);
    List<String> findings = new ArrayList<>();
    new PagePolicy(policy)
        .missing(portal, List.copyOf(getWidget().origins()))
        .forEach(
            (directive, remedy) ->
                findings.add(
                    switch (remedy) {
                      case NAME_THE_PORTAL ->
                          pages.text("widget.csp.add", directive, portal.value());
                      case GIVE_A_NONCE -> pages.text("widget.csp.nonce", directive);
                    }));
    return findings.isEmpty() ? List.of(pages.text("widget.csp.good")) : findings;
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
