package org.ringfence.web.plan;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;

/** A new plan, and the same form for one that exists. */
@Named("planEditPage")
@ViewScoped
public class PlanEditPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject Plans plans;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private PlanForm form = new PlanForm();

  /** Of the plan that is changed; empty for a new one. */
  private String id = "";

  private boolean found = true;

  @PostConstruct
  void open() {
    pages
        .id()
        .ifPresent(
            text -> {
              id = text;
              Optional<Plan> stored = parse(text).flatMap(plans::find);
              found = stored.isPresent();
              stored.ifPresent(plan -> form = PlanForm.of(plan));
            });
  }

  private static Optional<PlanId> parse(String text) {
    try {
      return Optional.of(PlanId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  public PlanForm getForm() {
    return form;
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, PlanForm.RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          plans.save(isFresh() ? Optional.empty() : parse(id), form, user.getName());
          pages.goTo("/plans", "saved");
        });
  }

  public void delete() {
    messages.attempt(
        () -> {
          parse(id).ifPresent(known -> plans.delete(known, user.getName()));
          pages.goTo("/plans", "plan.deleted");
        });
  }
}
