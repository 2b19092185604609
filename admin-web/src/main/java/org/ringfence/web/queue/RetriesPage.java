package org.ringfence.web.queue;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The form for what is tried again. */
@Named("retriesPage")
@ViewScoped
public class RetriesPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Retries retries;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private RetriesForm form = new RetriesForm();

  @PostConstruct
  void open() {
    form = RetriesForm.of(retries.policy(tenant.id()));
  }

  public RetriesForm getForm() {
    return form;
  }

  /** The outcomes in the order in which they come about. */
  public List<String> getOutcomes() {
    return List.of("agent", "busy", "noAnswer", "failure");
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, RetriesForm.RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          retries.save(tenant.id(), form, user.getName());
          pages.goTo(tenant.getPath() + "/callbacks", "saved");
        });
  }
}
