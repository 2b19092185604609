package org.ringfence.web.widget;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.pbx.ExtensionDirectory.Entry;
import org.ringfence.web.extension.Directory;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The guide for a new callback widget, and the same form for one that exists. */
@Named("widgetEditPage")
@ViewScoped
public class WidgetEditPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Widgets widgets;
  @Inject Directory directory;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private WidgetForm form = new WidgetForm();

  /** Of the widget that is edited; empty for a new one. */
  private String id = "";

  private boolean found = true;

  @PostConstruct
  void open() {
    pages
        .id()
        .ifPresent(
            text -> {
              id = text;
              var stored =
                  WidgetPage.parse(text).flatMap(widgetId -> widgets.find(tenant.id(), widgetId));
              found = stored.isPresent();
              stored.ifPresent(widget -> form = WidgetForm.of(widget));
            });
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  public WidgetForm getForm() {
    return form;
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public String getBack() {
    return tenant.getPath() + "/widgets" + (isFresh() ? "" : "/" + id);
  }

  public List<Entry> getExtensions() {
    return directory.all(tenant.id());
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, WidgetForm.RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          Optional<WidgetId> known = isFresh() ? Optional.empty() : WidgetPage.parse(id);
          Widget saved = widgets.save(tenant.id(), known, form, user.getName());
          pages.goTo(tenant.getPath() + "/widgets/" + saved.id(), "saved");
        });
  }
}
