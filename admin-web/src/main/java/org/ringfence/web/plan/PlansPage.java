package org.ringfence.web.plan;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.web.shell.Lazy;

/** All plans, for the hosting admin. */
@Named("plansPage")
@RequestScoped
public class PlansPage {
  @Inject Plans plans;

  private final Lazy<List<Plans.Overview>> rows = new Lazy<>(() -> plans.overviews());

  public List<Plans.Overview> getRows() {
    return rows.get();
  }
}
