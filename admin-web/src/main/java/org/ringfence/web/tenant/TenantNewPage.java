package org.ringfence.web.tenant;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.ringfence.domain.plan.Plan;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.plan.Plans;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.shell.Shell;

/** The guide that creates a tenant. */
@Named("tenantNewPage")
@ViewScoped
public class TenantNewPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject Tenants tenants;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;
  @Inject Shell shell;
  @Inject Plans plans;

  private final TenantForm form = new TenantForm();

  /** A country as a person chooses it. */
  public record CountryChoice(String code, String name) {}

  public TenantForm getForm() {
    return form;
  }

  public List<CountryChoice> getCountries() {
    return Arrays.stream(Locale.getISOCountries())
        .map(
            code ->
                new CountryChoice(
                    code,
                    new Locale.Builder()
                        .setRegion(code)
                        .build()
                        .getDisplayCountry(shell.getLocale())))
        .sorted(Comparator.comparing(CountryChoice::name))
        .toList();
  }

  public List<Plan> getPlans() {
    return plans.list();
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, TenantForm.RULES);
  }

  public void create() {
    messages.attempt(
        () -> {
          tenants.create(form, user.getName());
          pages.goTo("/tenants/" + form.getSlug());
        });
  }
}
