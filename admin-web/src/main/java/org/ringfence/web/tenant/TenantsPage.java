package org.ringfence.web.tenant;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.web.shell.Lazy;

/** All tenants, for the hosting admin. */
@Named("tenantsPage")
@RequestScoped
public class TenantsPage {
  @Inject Tenants tenants;

  private final Lazy<List<Tenants.Overview>> rows = new Lazy<>(() -> tenants.list());

  public List<Tenants.Overview> getRows() {
    return rows.get();
  }
}
