package org.ringfence.web.widget;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The form for the limits of callbacks. */
@Named("callbackLimitsPage")
@ViewScoped
public class CallbackLimitsPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject CallbackPolicies policies;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private CallbackLimitsForm form = new CallbackLimitsForm();

  @PostConstruct
  void open() {
    form = CallbackLimitsForm.of(policies.policy(tenant.id()), policies.rates(tenant.id()));
  }

  public CallbackLimitsForm getForm() {
    return form;
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, CallbackLimitsForm.RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          policies.save(tenant.id(), form, user.getName());
          pages.goTo(tenant.getPath() + "/callbacks", "saved");
        });
  }
}
