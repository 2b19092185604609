package org.ringfence.web.queue;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The form for when and by which trunks callbacks are made. */
@Named("dialingPage")
@ViewScoped
public class DialingPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Dialing dialing;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private DialingForm form = new DialingForm();

  @PostConstruct
  void open() {
    form = DialingForm.of(dialing.rules(tenant.id()));
  }

  public DialingForm getForm() {
    return form;
  }

  public List<String> getOrders() {
    return Stream.of(TrunkChoice.Order.values()).map(DialingForm::word).toList();
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, DialingForm.RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          dialing.save(tenant.id(), form, user.getName());
          pages.goTo(tenant.getPath() + "/callbacks", "saved");
        });
  }
}
