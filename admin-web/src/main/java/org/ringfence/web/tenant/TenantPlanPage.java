package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.plan.Plans;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;

/** The plan on a tenant's page, for the hosting admin. */
@Named("tenantPlanPage")
@RequestScoped
public class TenantPlanPage {
  @Inject Tenants tenants;
  @Inject Plans plans;
  @Inject SignedIn user;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private final Lazy<Tenants.Overview> overview =
      new Lazy<>(() -> Pages.present(pages.id().flatMap(tenants::overview)));
  private @Nullable String plan;

  public List<Plan> getChoices() {
    return plans.list();
  }

  /** The id of the plan that the tenant has, or that was chosen; empty for none. */
  public String getPlan() {
    return Objects.requireNonNullElseGet(
        plan, () -> current().map(has -> has.id().toString()).orElse(""));
  }

  public void setPlan(@Nullable String plan) {
    this.plan = Objects.requireNonNullElse(plan, "");
  }

  private Optional<Plan> current() {
    return overview.get().machine().flatMap(VirtualMachine::plan);
  }

  public void choose() {
    messages.attempt(
        () -> {
          Optional<PlanId> chosen =
              Optional.of(getPlan()).filter(text -> !text.isEmpty()).map(PlanId::parse);
          plans.choose(overview.get().tenant(), chosen, user.getName());
          pages.goTo("/tenants/" + overview.get().tenant().slug(), "tenant.plan.chosen");
        });
  }
}
