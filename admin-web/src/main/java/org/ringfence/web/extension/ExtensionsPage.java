package org.ringfence.web.extension;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** All extensions of a tenant. */
@Named("extensionsPage")
@RequestScoped
public class ExtensionsPage {
  @Inject CurrentTenant tenant;
  @Inject Extensions extensions;

  private final Lazy<List<Extension>> rows = new Lazy<>(() -> extensions.list(tenant.id()));

  public List<Extension> getRows() {
    return rows.get();
  }
}
