package org.ringfence.web.revision;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.domain.revision.Revision;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** All revisions of a tenant. */
@Named("revisionsPage")
@RequestScoped
public class RevisionsPage {
  @Inject CurrentTenant tenant;
  @Inject Configurations configurations;

  private final Lazy<List<Revision>> rows = new Lazy<>(() -> configurations.list(tenant.id()));

  public List<Revision> getRows() {
    return rows.get();
  }

  public String tone(Revision revision) {
    return ConfigurationPill.tone(revision.state());
  }

  /** Number of the revision that runs in the VM; 0 for none. */
  public int getLive() {
    return configurations.live(tenant.id()).map(Revision::number).orElse(0);
  }
}
