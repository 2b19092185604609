package org.ringfence.web.pool;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.plan.Plans;
import org.ringfence.web.shell.Pages;

/** Machines that wait for tenants: how many, and what each is doing. */
@Named("poolPage")
@ViewScoped
public class PoolPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject Pools pools;
  @Inject Plans plans;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private PoolForm form = new PoolForm();

  @PostConstruct
  void open() {
    form = PoolForm.of(pools.overview().size());
  }

  public PoolForm getForm() {
    return form;
  }

  public Pools.Overview getPool() {
    return pools.overview();
  }

  public List<Plan> getChoices() {
    return plans.list();
  }

  public String getTone(PooledStage stage) {
    return switch (stage) {
      case REQUESTED -> "busy";
      case WAITING -> "good";
      case FAILED -> "bad";
      case LEAVING -> "off";
    };
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, PoolForm.RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          pools.resize(form, user.getName());
          pages.goTo("/pool", "saved");
        });
  }
}
