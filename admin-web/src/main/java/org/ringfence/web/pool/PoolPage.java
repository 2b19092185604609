package org.ringfence.web.pool;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.plan.Plans;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;

/** Machines that wait for tenants: how many, and what each is doing. */
@Named("poolPage")
@RequestScoped
public class PoolPage {
  @Inject Pools pools;
  @Inject Plans plans;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Pools.Overview> overview = new Lazy<>(() -> pools.overview());
  private final Lazy<PoolForm> form = new Lazy<>(() -> PoolForm.of(getPool().size()));

  public PoolForm getForm() {
    return form.get();
  }

  public Pools.Overview getPool() {
    return overview.get();
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
          pools.resize(form.get(), user.getName());
          pages.goTo("/pool", "saved");
        });
  }
}
