package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;

/** The front door: leads people where their work is. */
@Named("homePage")
@RequestScoped
public class HomePage {
  @Inject SignedIn user;
  @Inject Tenants tenants;
  @Inject Pages pages;

  /** Leads on when there is only one place to go. */
  public void leadOn() {
    if (user.isPlatformAdmin()) {
      pages.goTo("/tenants");
      return;
    }
    List<Tenant> own = getTenants();
    if (own.size() == 1) {
      pages.goTo("/t/" + own.get(0).slug());
    }
  }

  public List<Tenant> getTenants() {
    return user.organizations().stream()
        .sorted()
        .flatMap(slug -> tenants.find(slug).stream())
        .toList();
  }
}
